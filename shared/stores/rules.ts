import { createHash } from 'node:crypto'
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { noShopRules, type ShopRules } from '../domain/shop-rules'
import { epochSeconds } from './case-items'
import type { RuleStore, RuleTrial } from './ports'
import { readItem } from './read-item'

const PK = 'SHOP-RULES'
const inForce = { PK, SK: 'IN-FORCE' }
const versionKey = (version: number) => ({ PK, SK: `VERSION#${String(version).padStart(6, '0')}` })
const trialKey = (id: string) => ({ PK, SK: `TRIAL#${id}` })

/** Whoever classifies need not know of a change at once. */
const knownForMs = 60_000
const trialKeptForSeconds = 30 * 24 * 60 * 60
const shown = 20

/** Rules in the words of supervisors, in the room of words: `customers`, encrypted with its own key, without a stream. */
export function ruleStore(documents: DynamoDBDocumentClient, TableName: string): RuleStore {
  let known: { readonly rules: Pick<ShopRules, 'version' | 'rules'>; readonly until: number } | undefined

  const item = (key: { PK: string; SK: string }) => readItem(documents, TableName, key)

  return {
    async inForce(now) {
      const at = Date.parse(now)
      if (known && at < known.until && at > known.until - 2 * knownForMs) return known.rules
      const rules = ((await item(inForce)) as ShopRules | null) ?? noShopRules
      known = { rules, until: at + knownForMs }
      return rules
    },

    current: async () => (await item(inForce)) as ShopRules | null,

    async adopt(rules) {
      const ConditionExpression = 'attribute_not_exists(PK) OR version = :before'
      const ExpressionAttributeValues = { ':before': rules.version - 1 }
      const now = { TableName, Item: { ...inForce, ...rules }, ConditionExpression, ExpressionAttributeValues }
      const kept = { TableName, Item: { ...versionKey(rules.version), ...rules } }
      try {
        await documents.send(new TransactWriteCommand({ TransactItems: [{ Put: now }, { Put: kept }] }))
        known = undefined
        return true
      } catch (error) {
        if (error instanceof TransactionCanceledException || error instanceof ConditionalCheckFailedException)
          return false
        throw error
      }
    },

    async versions() {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'PK = :rules AND begins_with(SK, :version)',
          ExpressionAttributeValues: { ':rules': PK, ':version': 'VERSION#' },
          ...{ ScanIndexForward: false, Limit: shown },
        }),
      )
      return Items.map(({ PK, SK, ...rules }) => rules as ShopRules)
    },

    trialOf: of => createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 16),

    async tried(trial) {
      const expiresAt = epochSeconds(trial.at) + trialKeptForSeconds
      await documents.send(new PutCommand({ TableName, Item: { ...trialKey(trial.id), ...trial, expiresAt } }))
    },

    trial: async id => (await item(trialKey(id))) as RuleTrial | null,
  }
}
