/** What the page itself says; everything else comes from the platform, in the same language. */
const TEXTS = {
  en: {
    page: 'Progress',
    connecting: 'Connecting …',
    live: 'Live',
    waiting: 'Connection lost. Trying again; what you see may be out of date.',
    archived: 'This board has been put away.',
    refused: 'This link is not valid, or not any more. Ask for a new one.',
    gone: 'There is no such board, or you may not see it any more.',
    failed: 'Something went wrong. Load the page again.',
    incomplete: 'This address is not complete: it needs a token and a board.',
    asOf: 'As of',
    whole: 'Overall',
    notice: 'Please note',
    now: 'Now',
    next: 'Next step',
    expected: 'expected',
    part: 'What you have to do',
    nothing: 'Nothing at the moment.',
    contact: 'Who is on it',
    stages: 'Stages',
    owner: 'Who',
    duration: 'Usually takes',
    until: 'Expected by',
    since: 'Finished',
    milestone: 'Milestone',
    reached: 'reached',
    changes: 'Latest changes',
    ACTIVE: 'In progress',
    ON_HOLD: 'On hold',
    DONE: 'Done',
    PENDING: 'To come',
    CURRENT: 'In progress',
    SKIPPED: 'Skipped',
    CREATED: 'Started',
    PROGRESS: 'Progress',
    MILESTONE: 'Milestone reached',
    HELD: 'Put on hold',
    RESUMED: 'Resumed',
    FINISHED: 'Finished',
  },
  'zh-CN': {
    page: '进度',
    connecting: '正在连接……',
    live: '实时',
    waiting: '连接已中断，正在重试；当前内容可能不是最新的。',
    archived: '此进度看板已归档。',
    refused: '此链接无效或已失效，请索取新的链接。',
    gone: '看板不存在，或您已无权查看。',
    failed: '出错了，请重新加载页面。',
    incomplete: '此地址不完整：需要令牌和看板编号。',
    asOf: '更新于',
    whole: '总进度',
    notice: '请注意',
    now: '当前阶段',
    next: '下一步',
    expected: '预计',
    part: '需要您做的',
    nothing: '目前没有。',
    contact: '负责人',
    stages: '阶段',
    owner: '负责方',
    duration: '通常需要',
    until: '预计完成',
    since: '完成于',
    milestone: '里程碑',
    reached: '已达成',
    changes: '最近更新',
    ACTIVE: '进行中',
    ON_HOLD: '已暂停',
    DONE: '已完成',
    PENDING: '未开始',
    CURRENT: '进行中',
    SKIPPED: '已跳过',
    CREATED: '已开始',
    PROGRESS: '进度更新',
    MILESTONE: '达成里程碑',
    HELD: '已暂停',
    RESUMED: '已恢复',
    FINISHED: '已完成',
  },
};

/** The language of the page: the one of `?lang=`, else the reader's. */
export function languageOf(search, preferred) {
  const wanted = new URLSearchParams(search).get('lang') ?? preferred ?? 'en';
  return /^zh\b/i.test(wanted) ? 'zh-CN' : 'en';
}

export function textsOf(language) {
  return TEXTS[language];
}

const UNITS = [
  ['year', /(\d+)Y/],
  ['month', /P[^T]*?(\d+)M/],
  ['week', /(\d+)W/],
  ['day', /(\d+)D/],
  ['hour', /T.*?(\d+)H/],
  ['minute', /T.*?(\d+)M/],
];

/** An ISO 8601 duration as people say it. */
export function durationText(iso, language) {
  const parts = UNITS.flatMap(([unit, pattern]) => {
    const amount = pattern.exec(iso)?.[1];
    const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' });
    return amount ? [format.format(Number(amount))] : [];
  });
  return parts.join(' ') || iso;
}

export function instantText(instant, language) {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return format.format(new Date(instant));
}

const STEPS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How far an instant is from now, such as "in 3 days". */
export function distanceText(instant, language, now = Date.now()) {
  const seconds = (new Date(instant).getTime() - now) / 1_000;
  const [unit, length] = STEPS.find(([, size]) => Math.abs(seconds) >= size * 0.95) ?? STEPS[2];
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return format.format(Math.round(seconds / length), unit);
}
