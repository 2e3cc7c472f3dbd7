/** Every way in which the gateway refuses or fails, in one place: code for programs, sentence for people, HTTP status. */
import { type ApiError, apiError } from './contract/index.ts'

const catalogue = {
  BAD_INPUT: [400, '提交的内容有误：{problems}'],
  BAD_CURSOR: [400, '翻页标记无效，请从第一页重新开始'],
  INSECURE_LOG_IN: [
    400,
    '当前地址不是 HTTPS，浏览器会丢弃登录凭据。请改用 HTTPS 访问，或由管理员设置 COOKIE_SECURE=false',
  ],
  NOT_LOGGED_IN: [401, '尚未登录，或登录已过期，请重新登录'],
  WRONG_PASSWORD: [401, '用户名或密码不正确'],
  NOT_ALLOWED: [403, '您没有权限执行此操作'],
  WRONG_CURRENT_PASSWORD: [403, '当前密码不正确'],
  NOT_YOUR_CALL: [403, '只能标记自己接过的电话'],
  NOT_YOUR_ATTEMPT: [403, '这通外呼不在您手上'],
  FOREIGN_ORIGIN: [403, '请求来自其他网站，已拒绝'],
  NO_SUCH_ROUTE: [404, '没有这个地址：{method} {path}'],
  NO_SUCH_TICKET: [404, '没有找到这张工单'],
  NO_SUCH_TYPE: [404, '没有这个工单类型或版本'],
  NO_SUCH_POLICY: [404, '没有找到这条时限策略，可能已被删除'],
  NO_SUCH_RULE: [404, '没有找到这条规则，可能已被删除'],
  NO_SUCH_FLOW: [404, '没有找到这个流程或版本'],
  NO_SUCH_EVENT: [404, '没有找到这条未处理的事件'],
  NO_SUCH_CALL: [404, '没有找到这通电话'],
  NO_SUCH_AGENT: [404, '没有这位坐席'],
  NO_SUCH_STORE: [404, '没有找到这家门店'],
  NO_SUCH_ACCOUNT: [404, '没有找到这个账号'],
  NO_SUCH_DEPARTMENT: [404, '没有这个部门'],
  NO_SUCH_TASK: [404, '没有找到这项任务'],
  NO_SUCH_ATTACHMENT: [404, '没有找到这个文件'],
  NO_SUCH_QUEUE: [404, '没有这个队列'],
  NO_SUCH_REGION: [404, '没有这个区域'],
  NO_SUCH_VIEW: [404, '没有这个视图，或它不是您建的'],
  NO_SUCH_CUSTOMER: [404, '没有找到这位客户'],
  NO_SUCH_CAMPAIGN: [404, '没有找到这个外呼活动'],
  NO_SUCH_CONTACT: [404, '没有找到这位联系人'],
  NO_SUCH_ATTEMPT: [404, '没有找到这次外呼'],
  NO_SUCH_REFUSAL: [404, '勿扰名单里没有这一条，可能已被移出'],
  NO_NUMBER_IN_FIELD: [404, '这个字段里没有电话号码'],
  NO_NUMBER: [404, '这位客户没有登记电话号码'],
  NO_SUCH_PROMPT: [404, '没有这条语音'],
  NO_SUCH_PROMPT_VERSION: [404, '没有找到语音的这个版本'],
  NO_SUCH_RECORDING: [404, '没有找到这段录音'],
  NOT_SIMULATED: [404, '当前连接的是真实交换机，模拟器不可用'],
  NO_SUCH_SIMULATED_CALL: [404, '没有找到这通模拟来电，可能已经挂断'],
  RECORDING_NOT_FINISHED: [409, '录音尚未结束，请稍后再听'],
  TICKET_CHANGED: [409, '这张工单已被他人修改，请核对最新内容后再保存'],
  TICKET_MERGED: [409, '这张工单已并入 {into}，请在那张工单上操作'],
  MOVE_NOT_ALLOWED: [409, '不能{move}：工单现在是“{status}”，{why}'],
  CALL_NOT_ON_TICKET: [409, '这通电话不在这张工单上'],
  ONLY_CONTACT: [409, '这张工单只有这一次联系，无需拆分'],
  SPLIT_FOR_THIS_CONTACT: [409, '这张工单就是为这次联系拆出来的，请改为拆出其他联系'],
  LINK_NOT_POSSIBLE: [409, '不能这样关联：{why}'],
  VIEW_NAME_TAKEN: [409, '您已有名为“{name}”的视图'],
  TOO_MANY_VIEWS: [409, '视图已达 {most} 个，请先删除不用的'],
  PRODUCT_EXISTS: [409, '已有商品“{name}”'],
  PRODUCT_CHANGED: [409, '商品刚被别人修改，请查看后再改'],
  REGION_IN_USE: [409, '“{name}”还在使用，不能删除：{uses}'],
  MERGE_INTO_ITSELF: [409, '不能把工单并入它自己'],
  MERGE_CYCLE: [409, '{into} 已并入这张工单，不能再反向合并'],
  NOT_SAME_CUSTOMER: [409, '只能合并同一位客户的工单'],
  RULES_CHANGED: [409, '派单规则刚刚被他人修改，请核对最新内容后再保存'],
  TYPE_CHANGED: [409, '这个工单类型刚刚被{by}修改，请核对最新内容后再保存'],
  TYPE_EXISTS: [409, '编号“{id}”已被使用'],
  TOO_MANY_TYPES: [409, '工单类型最多 {most} 个'],
  NOTHING_TO_PUBLISH: [409, '没有未发布的修改'],
  POLICY_CHANGED: [409, '时限策略刚刚被他人改动，请核对最新内容后再操作'],
  RULE_CHANGED: [409, '这条规则刚刚被他人改动，请核对最新内容后再操作'],
  NO_SUCH_DISPOSITION: [422, '这个活动没有这项处理结果'],
  CALLBACK_TIME: [422, '不能约在这个时间：{why}。最早可约 {time}'],
  CALLBACK_TIME_MISSING: [422, '请选择今后 60 天内的回拨时间'],
  NUMBER_REFUSED: [409, '客户已要求不再致电，不能再安排呼叫'],
  DESK_NOT_FREE: [409, '请先打开坐席台，并在示闲或示忙时拨打'],
  CANNOT_CALL: [409, '不能拨打：{why}'],
  CAMPAIGN_CHANGED: [409, '这个外呼活动刚刚被他人改动，请核对最新内容后再操作'],
  CAMPAIGN_NAME_TAKEN: [409, '已有名为“{name}”的外呼活动，请换一个名称'],
  CAMPAIGN_STATE: [409, '活动现在是“{state}”，不能{action}'],
  OUTBOUND_RULES_CHANGED: [409, '外呼规则刚刚被他人修改，请核对最新内容后再保存'],
  REFUSED_FOR_GOOD: [409, '客户本人已要求不再致电，这一条永久有效，任何人都不能移出'],
  LIST_CHANGED: [409, '名单与预览时不同（{why}），没有导入任何内容，请重新预览'],
  FLOW_CHANGED: [409, '这个流程刚刚被{by}修改，请核对最新内容后再保存'],
  FLOW_NAME_TAKEN: [409, '已有名为“{name}”的流程'],
  CHANGE_CHANGED: [409, '这项修改刚刚被他人改动，请核对最新内容后再操作'],
  TOO_MANY_CHANGES: [409, '未应用的修改已达 {most} 项，请先应用或放弃一部分'],
  PROMPT_CHANGED: [409, '这条语音刚刚被他人修改，请核对最新内容后再保存'],
  TOO_MANY_PROMPTS: [409, '语音最多 {most} 条'],
  NOT_YOURSELF: [409, '不能停用自己，也不能改自己的角色，请由另一位管理员操作'],
  LAST_ADMINISTRATOR: [409, '至少要有一位可以登录的管理员'],
  NAMED_BY_CONFIGURATION: [409, '坐席的姓名和启用状态在“配置 → 坐席”中修改'],
  ROLE_AND_DESK: [409, '有坐席的账号只能是坐席、班长或管理员；没有坐席的账号不能是坐席，请先在“配置 → 坐席”中建立'],
  REGION_NEEDED: [422, '区域负责人必须指定负责的区域'],
  USERNAME_TAKEN: [409, '用户名 {username} 已被使用，请换一个'],
  COMMAND_ID_USED: [409, '这个操作编号已用于其他操作，请刷新后重试'],
  LINK_SPENT: [410, '登录链接无效、已经用过或已过期，请让发给您链接的人重新发一个'],
  FILE_TOO_LARGE: [413, '“{name}”超过 {most} MB，请压缩后再上传'],
  BODY_TOO_LARGE: [413, '提交的内容过大'],
  UNSUPPORTED_MEDIA_TYPE: [415, '只接受 JSON 格式的内容'],
  RANGE_NOT_SATISFIABLE: [416, '请求的范围超出录音长度'],
  SPAN_TOO_LARGE: [422, '这段时间的记录过多（上限 {most} 通来电），请缩短时间范围'],
  EXPORT_TOO_LARGE: [422, '要导出的行数过多（上限 {most} 行），请缩短时间范围、加大间隔或只选一个'],
  UNFIT_FORM: [422, '表单有 {count} 处问题，没有发布'],
  UNFIT_FLOW: [422, '流程有 {count} 处问题，没有发布'],
  TOO_MANY_FLOWS: [422, '流程已达上限（{most} 个）'],
  UNFIT_CONFIGURATION: [422, '配置有 {count} 处问题，没有任何修改生效'],
  FILE_REFUSED: [422, '不能上传“{name}”：{why}'],
  CAMPAIGN_CANNOT_DIAL: [422, '活动还不能开始：{problems}'],
  LIST_UNREADABLE: [422, '不能读取这份名单：{why}'],
  UPLOADS_BUSY: [429, '正在处理的上传过多，请稍后再试'],
  TOO_MANY_POLICIES: [422, '时限策略已达上限（{most} 条）'],
  TOO_MANY_RULES: [422, '规则已达上限（{most} 条）'],
  WHAT_IF_BUSY: [429, '已有一次试算正在进行，请稍后再试'],
  TOO_MANY_ATTEMPTS: [429, '登录失败次数过多，请在 {seconds} 秒后再试'],
  INTERNAL: [500, '系统内部错误，请联系管理员并提供编号 {requestId}'],
  INVALID_ENVIRONMENT: [500, '环境变量有误：\n{problems}'],
  INVALID_CONFIGURATION: [500, '呼叫中心配置有误（{where}）：\n{problems}'],
  DATABASE_UNAVAILABLE: [503, '数据库暂时不可用，请稍后重试。通话不受影响'],
  SIMULATOR_UNAVAILABLE: [503, '模拟交换机暂时没有应答：{reason}'],
  TIMED_OUT: [503, '处理超时，请稍后重试'],
} as const satisfies Record<string, readonly [status: number, template: string]>

export type ErrorCode = keyof typeof catalogue

export interface ErrorExtras {
  /** Fill the template's {names}. */
  readonly words?: Readonly<Record<string, string | number>>
  readonly fields?: ApiError['fields']
  /** More keys of the answer, beside code and message. */
  readonly body?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

export class GatewayError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly extras: ErrorExtras

  constructor(code: ErrorCode, extras: ErrorExtras = {}) {
    const [status, template] = catalogue[code]
    super(
      template.replace(/\{(\w+)\}/g, (_, name: string) => String(extras.words?.[name] ?? '')),
      extras.cause === undefined ? undefined : { cause: extras.cause },
    )
    this.name = 'GatewayError'
    this.code = code
    this.status = status
    this.extras = extras
  }

  /** What the browser gets. */
  answer(): ApiError & Record<string, unknown> {
    const { fields, body } = this.extras
    return { ...body, code: this.code, message: this.message, ...(fields ? { fields } : {}) }
  }
}

type ErrorAnswers = Record<number, typeof apiError>

/** Response schemas of the errors a route may answer with, for validation and for the OpenAPI page. */
export function errorAnswers(...codes: readonly ErrorCode[]): ErrorAnswers {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of codes) {
    const [status] = catalogue[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [status, apiError.loose().describe(list.join(' · '))]),
  ) as ErrorAnswers
}
