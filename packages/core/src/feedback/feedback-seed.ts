import type { Tx } from '@candor/kernel/database';
import { FeedbackChannel } from './feedback-channel.js';

const PROVENANCE = 'seed-000, feedback channels: online box, hotline, specialist';

/** Channels that every installation starts with; they are data and may be changed. The first three are promised. */
const CHANNELS = [
  { key: 'box', name: { en: 'Online feedback box', 'zh-CN': '在线意见箱' }, isPromised: true },
  { key: 'hotline', name: { en: 'Feedback hotline', 'zh-CN': '反馈热线' }, isPromised: true },
  { key: 'specialist', name: { en: 'Personal specialist', 'zh-CN': '一对一专员' }, isPromised: true },
  { key: 'app', name: { en: 'App', 'zh-CN': '移动应用' } },
  { key: 'site', name: { en: 'Website', 'zh-CN': '官方网站' } },
  { key: 'mail', name: { en: 'E-mail', 'zh-CN': '电子邮件' } },
  { key: 'phone', name: { en: 'Phone', 'zh-CN': '电话' } },
  { key: 'chat', name: { en: 'Chat', 'zh-CN': '在线客服' } },
  { key: 'wechat', name: { en: 'WeChat', 'zh-CN': '微信' } },
  { key: 'sms', name: { en: 'Text message', 'zh-CN': '短信' } },
  { key: 'social', name: { en: 'Social media', 'zh-CN': '社交媒体' } },
  { key: 'survey', name: { en: 'Survey', 'zh-CN': '问卷调查' } },
  { key: 'call-back', name: { en: 'Call-back', 'zh-CN': '电话回访' } },
  { key: 'visit', name: { en: 'Visit or talk', 'zh-CN': '走访与面谈' } },
] as const;

export async function seedChannels(tx: Tx): Promise<void> {
  for (const { key, name, ...rest } of CHANNELS) {
    if ((await tx.em.count(FeedbackChannel, { key })) > 0) continue;
    const isPromised = 'isPromised' in rest;
    tx.em.create(
      FeedbackChannel,
      { key, name: { ...name }, isPromised, provenance: isPromised ? PROVENANCE : null },
      { partial: true },
    );
  }
}
