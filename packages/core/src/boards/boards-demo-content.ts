import type { LocalizedTextInput } from '@candor/kernel/graphql';
import type { CreateBoardTemplateInput } from './boards-inputs.js';

/** What the demo's records are called from outside, so that a second seed finds them. */
export const DEMO = {
  /** Addresses of the staff members. */
  agent: 'li.wei@example.com',
  manager: 'zhang.min@example.com',
  /** The customers, as the system `demo` calls them. */
  system: 'demo',
  customers: { chen: 'chen-jing', santos: 'maria-santos' },
  /** References of the boards. */
  boards: { app: 'demo-app-project', repair: 'demo-repair', delivery: 'demo-delivery' },
} as const;

/** The same text in both languages of the demo. */
export function both(en: string, zh: string): LocalizedTextInput[] {
  return [
    { locale: 'en', text: en },
    { locale: 'zh-CN', text: zh },
  ];
}

type Texts = readonly [en: string, zh: string];

interface Stage {
  readonly name: Texts;
  readonly owner: Texts;
  readonly takes: string;
  readonly customerPart?: Texts;
  readonly milestone?: Texts;
  readonly isKey?: boolean;
}

function template(key: string, name: Texts, stages: readonly Stage[]): CreateBoardTemplateInput {
  return {
    key,
    name: both(...name),
    stages: stages.map((stage) => ({
      name: both(...stage.name),
      owner: both(...stage.owner),
      expectedDuration: stage.takes,
      customerPart: stage.customerPart ? both(...stage.customerPart) : null,
      milestone: stage.milestone ? both(...stage.milestone) : null,
      isKey: stage.isKey ?? false,
    })),
  };
}

/** The processes that the demo's boards are made from. */
export const DEMO_TEMPLATES: readonly CreateBoardTemplateInput[] = [
  template(
    'app-project',
    ['App project', '应用开发项目'],
    [
      {
        name: ['Requirements', '需求确认'],
        owner: ['Product manager', '产品经理'],
        takes: 'P5D',
        customerPart: ['Confirm the list of requirements', '确认需求清单'],
        milestone: ['Requirements confirmed', '需求已确认'],
        isKey: true,
      },
      {
        name: ['Interface design', '界面设计'],
        owner: ['Design team', '设计团队'],
        takes: 'P10D',
        customerPart: ['Look at the drafts and tell us what you think', '查看设计稿并反馈意见'],
        milestone: ['Design approved', '设计已通过'],
      },
      { name: ['Development', '开发'], owner: ['Development team', '开发团队'], takes: 'P20D' },
      {
        name: ['Testing', '测试'],
        owner: ['Quality team', '测试团队'],
        takes: 'P7D',
        customerPart: ['Try the test version', '试用测试版'],
      },
      {
        name: ['Acceptance', '验收'],
        owner: ['Project manager', '项目经理'],
        takes: 'P3D',
        customerPart: ['Check the app and sign the acceptance', '检查应用并签署验收单'],
        milestone: ['App accepted', '应用已验收'],
        isKey: true,
      },
    ],
  ),
  template(
    'after-sales-repair',
    ['After-sales repair', '售后维修'],
    [
      {
        name: ['Apply', '提交申请'],
        owner: ['Service desk', '客服中心'],
        takes: 'PT4H',
        customerPart: ['Send the device in with the form', '填写申请表并寄送设备'],
      },
      { name: ['Inspect', '检测'], owner: ['Workshop', '维修车间'], takes: 'P1D' },
      {
        name: ['Repair', '维修'],
        owner: ['Workshop', '维修车间'],
        takes: 'P3D',
        milestone: ['Device repaired', '设备已修复'],
      },
      {
        name: ['Accept', '验收'],
        owner: ['Quality team', '质检团队'],
        takes: 'P2D',
        customerPart: ['Try the device and confirm that it works', '试用设备并确认正常'],
        milestone: ['Repair accepted', '维修已验收'],
        isKey: true,
      },
      {
        name: ['Call back', '回访'],
        owner: ['Service desk', '客服中心'],
        takes: 'P1D',
        customerPart: ['Tell us whether the fault is gone', '告诉我们故障是否已解决'],
      },
    ],
  ),
  template(
    'delivery',
    ['Delivery', '配送'],
    [
      { name: ['Order confirmed', '确认订单'], owner: ['Shop', '商城'], takes: 'PT2H' },
      { name: ['Packed', '打包出库'], owner: ['Warehouse', '仓库'], takes: 'P1D' },
      { name: ['On the way', '运输中'], owner: ['Carrier', '承运商'], takes: 'P2D' },
      {
        name: ['Delivered', '送达'],
        owner: ['Carrier', '承运商'],
        takes: 'P1D',
        customerPart: ['Check the parcel before you sign for it', '签收前请检查包裹'],
        milestone: ['Parcel signed for', '包裹已签收'],
        isKey: true,
      },
    ],
  ),
];
