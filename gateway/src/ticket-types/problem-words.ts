/** Problems of forms and values in Chinese, naming the field as people know it. */
import type { DocumentProblem, FormDocument, FormField, ValueProblem } from '../contract/index.ts'
import { fieldsIn } from '../contract/index.ts'

/** ¥1,234.50 from fen. */
export const yuan = (fen: number): string =>
  `¥${(fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`

/** A sentence that names the field, for the person who filled it in. */
export function valueProblemWords(problem: ValueProblem, field: FormField | undefined): string {
  const name = `“${field?.label.zh ?? problem.field}”`
  const { limit = 0 } = problem
  const bound = field?.kind === 'money' ? yuan(limit) : limit.toLocaleString('zh-CN')
  switch (problem.code) {
    case 'required':
      return `请填写${name}`
    case 'unknown':
      return `这个工单类型没有字段${name}，请刷新页面`
    case 'hidden':
      return `按当前填写的内容，${name}不需要填写`
    case 'not-text':
      return `${name}应是文字`
    case 'too-short':
      return Array.isArray(field?.choices) || field?.kind === 'photo'
        ? `${name}至少要有一项`
        : `${name}至少 ${bound} 个字`
    case 'too-long':
      return `${name}最多 ${bound} 个字`
    case 'pattern':
      return `${name}的格式不对${field?.patternHint?.zh ? `：${field.patternHint.zh}` : ''}`
    case 'not-number':
      return `${name}应是数字`
    case 'not-integer':
      return field?.kind === 'money' ? `${name}应精确到分` : `${name}应是整数`
    case 'too-small':
      return `${name}不能小于 ${bound}`
    case 'too-large':
      return `${name}不能大于 ${bound}`
    case 'not-a-choice':
      return `${name}不是可选的项`
    case 'not-a-list':
      return `${name}应是多项`
    case 'twice':
      return `${name}中有重复的项`
    case 'too-many':
      return `${name}最多 ${bound} 项`
    case 'not-a-date':
      return `${name}应是日期，例如 2026-11-22`
    case 'not-a-batch':
      return `${name}只能有字母、数字和 . / _ -，最多 40 个`
    case 'not-a-phone':
      return `${name}应是 5 到 20 位的电话号码`
  }
}

export function documentProblemWords(
  document: FormDocument,
  { code, field: id, section, about = '' }: DocumentProblem,
) {
  const field = fieldsIn(document).find((each) => each.id === id)
  const where = field
    ? `字段“${field.label.zh || field.id}”`
    : section === undefined
      ? '工单类型'
      : `分组“${document.sections.find((each) => each.id === section)?.title.zh || section}”`
  const words: Readonly<Record<DocumentProblem['code'], string>> = {
    'no-name': '缺少中文或英文名称',
    'no-title': '缺少中文或英文标题',
    'no-label': '缺少中文或英文名称',
    'bad-id': `编号“${about}”只能是小写字母、数字和连字符，以字母开头`,
    'same-id': `编号“${about}”重复`,
    'too-many-fields': `字段最多 ${about} 个`,
    'no-choices': '没有选项',
    'bad-choice': `选项编号“${about}”只能是小写字母、数字和连字符，以字母开头`,
    'same-choice': `选项编号“${about}”重复`,
    'choice-without-words': `选项“${about}”缺少中文或英文名称`,
    bounds: '最小值大于最大值',
    'bad-bound': '最小值和最大值应是不小于 0 的整数（金额以分计）',
    pattern: `格式规则有误：${about}`,
    'not-of-kind': `这种字段没有属性 ${about}`,
    default: '默认值不符合字段自己的规则',
    'condition-on-nothing': `显示条件引用了不存在的字段“${about}”`,
    'condition-kind': `显示条件不适用于字段“${about}”的类型`,
    'condition-codes': `显示条件引用了“${about}”没有的选项`,
    circle: `显示条件互相等待：${about}`,
    'same-word': `关键词“${about}”重复`,
    'empty-word': '关键词是空的',
  }
  return `${where}：${words[code]}`
}
