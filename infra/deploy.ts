import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SESClient, SetActiveReceiptRuleSetCommand } from '@aws-sdk/client-ses'
import { ruleSetName } from './aws/incoming-mail-bucket'
import { type Stage, stageNamed } from './stages'

const root = resolve(__dirname, '..')
const outputsFile = '.build/outputs.json'

/** `npm run deploy -- --stage dev`: both stacks of a stage, after asking about every new right unless `--yes` is given. */
async function deploy(): Promise<void> {
  const { values } = parseArgs({ options: { stage: { type: 'string' }, yes: { type: 'boolean', default: false } } })
  if (!values.stage) throw new Error('say which stage: npm run deploy -- --stage dev')
  const stage = stageNamed(values.stage)
  if (stage.name === 'simulation') throw new Error('the stage simulation runs on the local cloud only: npm start')
  await requireCredentials(stage)
  rmSync(resolve(root, outputsFile), { force: true })
  cdk(
    ...['deploy', `kefu-${stage.name}-data`, `kefu-${stage.name}-service`, '--context', `stage=${stage.name}`],
    ...['--require-approval', values.yes ? 'never' : 'broadening', '--outputs-file', outputsFile],
  )
  await receive(stage)
  const outputs: Record<string, Record<string, string>> = JSON.parse(readFileSync(resolve(root, outputsFile), 'utf8'))
  for (const [name, value] of Object.entries(outputs[`kefu-${stage.name}-service`] ?? {}))
    if (!name.startsWith('Export')) console.log(`${name.padEnd(20)} ${value}`)
  console.log(`\nMails leave once the DKIM records that SES shows for ${stage.mailDomain} stand in its DNS.`)
  console.log(`Mails arrive once its MX record is: 10 inbound-smtp.${stage.region}.amazonaws.com`)
}

/** Asks the SDK, which looks where the CDK will look: better one plain sentence now than a stack trace in a minute. */
async function requireCredentials({ region }: Stage): Promise<void> {
  try {
    await new DynamoDBClient({ region }).config.credentials()
  } catch {
    throw new Error('no AWS credentials: set AWS_PROFILE, or sign in with `aws sso login`, and try again')
  }
}

/** Of all rule sets of an account one is active, which no template can say. */
async function receive(stage: Stage): Promise<void> {
  await new SESClient({ region: stage.region }).send(
    new SetActiveReceiptRuleSetCommand({ RuleSetName: ruleSetName(stage) }),
  )
}

function cdk(...args: string[]): void {
  execFileSync(process.execPath, [require.resolve('aws-cdk/bin/cdk'), ...args], { cwd: root, stdio: 'inherit' })
}

deploy().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
