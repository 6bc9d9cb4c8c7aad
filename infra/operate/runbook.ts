import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { assemble } from '../assemble'

/** The run-book, whose table of alarms is made from the template. */
export const runbookPage = resolve(__dirname, '../RUNBOOK.md')

interface AlarmResource {
  readonly Type: string
  readonly Properties: { readonly AlarmName: string; readonly AlarmDescription: string }
}

export interface NamedAlarm {
  /** Without `kefu-<stage>-`. */
  readonly name: string
  readonly loss: string
}

/** Every alarm of a synthesized service stack. */
export function alarmsOf(template: { readonly Resources: Readonly<Record<string, AlarmResource>> }): NamedAlarm[] {
  return Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => ({
      name: Properties.AlarmName.replace(/^kefu-[^-]+-/, ''),
      loss: Properties.AlarmDescription.replace(/kefu-[^-]+-/g, ''),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** How an alarm is dealt with follows from the end of its name: `errors`, `dead`, `timed-out` … */
export const kindOf = ({ name }: NamedAlarm): string => /(timed-out|[^-]+)$/.exec(name)?.[0] ?? name

/** The page with its table made anew; what people wrote stays. */
export function runbook(text: string, alarms: readonly NamedAlarm[]): string {
  const rows = alarms.map(alarm => `| \`${alarm.name}\` | ${alarm.loss} | [${kindOf(alarm)}](#${kindOf(alarm)}) |`)
  const table = ['| alarm 警报 | what people lose 影响 | what to do 处理 |', '| --- | --- | --- |', ...rows].join('\n')
  return text.replace(
    /(<!-- made: alarms -->\n)[\s\S]*?(<!-- end -->)/,
    (_, begin, end) => `${begin}\n${table}\n\n${end}`,
  )
}

if (require.main === module) {
  const template = readFileSync(join(assemble('prod', console.log), 'kefu-prod-service.template.json'), 'utf8')
  writeFileSync(runbookPage, runbook(readFileSync(runbookPage, 'utf8'), alarmsOf(JSON.parse(template))))
  console.log(`wrote ${runbookPage}`)
}
