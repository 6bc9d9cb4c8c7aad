import { type Kernel, NotHonoured, type Resource, type ResourceType } from '../kernel'
import { stableUuid } from '../stable-id'
import type { Events } from './events'
import type { S3, StoredObject } from './s3'

const type = 'AWS::GuardDuty::MalwareProtectionPlan'
const service = 'malware-protection-plan.guardduty.amazonaws.com'

export const guarddutyTypes: Readonly<Record<string, ResourceType>> = {
  [type]: {
    honoured: ['Role', 'ProtectedResource.S3Bucket.BucketName', 'Actions.Tagging.Status'],
    ignored: {},
    identify(resource, { id, region }) {
      const planId = stableUuid(resource)
      const Arn = `arn:aws:guardduty:${region}:${id}:malware-protection-plan/${planId}`
      return { ref: planId, attributes: { Arn, MalwareProtectionPlanId: planId } }
    },
  },
}

/** The test file of EICAR that every scanner takes for a virus, put together so that none takes this file for one.
 *  https://www.eicar.org/download-anti-malware-testfile/ */
export const eicar = () =>
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD', '-ANTIVIRUS-TEST-FILE!', '$H+H*'].join('')

/** Malware Protection for S3: looks at each object that is put into a protected bucket, in the name of the plan's role, and
 *  tells the default bus. The one virus that it knows is the test file; an archive under a password it cannot look into.
 *  https://docs.aws.amazon.com/guardduty/latest/ug/how-malware-protection-for-s3-gdu-works.html */
export function createGuardduty(kernel: Kernel, s3: S3, events: Events): void {
  for (const plan of kernel.template.all(type)) {
    const bucket = bucketOf(plan, s3)
    s3.watch(bucket, object => {
      const details = { ...resultOf(kernel, plan, object, s3), s3ObjectDetails: detailsOf(object) }
      events.put({
        source: 'aws.guardduty',
        'detail-type': 'GuardDuty Malware Protection Object Scan Result',
        resources: [plan.attributes.Arn!],
        detail: { schemaVersion: '1.0', resourceType: 'S3_OBJECT', ...details },
      })
    })
  }
}

function bucketOf({ stack, logicalId, properties }: Resource, s3: S3): string {
  const where = `${stack}/${logicalId}.Properties`
  const { Actions, ProtectedResource } = properties
  if ((Actions?.Tagging?.Status ?? 'DISABLED') !== 'DISABLED') throw new NotHonoured(`${where}.Actions.Tagging.Status`)
  const { ref, properties: bucket } = s3.bucket(ProtectedResource.S3Bucket.BucketName)
  if (!bucket.NotificationConfiguration?.EventBridgeConfiguration)
    throw new NotHonoured(`${where}.ProtectedResource: a bucket without EventBridge notifications`)
  return ref
}

const detailsOf = ({ bucket: bucketName, key: objectKey, etag: eTag }: StoredObject) => ({
  ...{ bucketName, objectKey, eTag, versionId: null, s3Throttled: false },
})

/** https://docs.aws.amazon.com/guardduty/latest/ug/monitor-with-eventbridge-s3-malware-protection.html */
function resultOf(kernel: Kernel, plan: Resource, { bucket, key, etag }: StoredObject, s3: S3) {
  const result = (scanStatus: string, scanResultStatus: string, threats: readonly object[] | null = null) => ({
    scanStatus,
    scanResultDetails: { scanResultStatus, threats },
  })
  if (!maySee(kernel, plan, bucket, key)) return result('SKIPPED', 'ACCESS_DENIED')
  const found = s3.object(bucket, key)
  if (found?.object.etag !== etag) return result('FAILED', 'FAILED')
  if (found.bytes.includes(eicar()))
    return result('COMPLETED', 'THREATS_FOUND', [{ name: 'EICAR-Test-File (not a virus)' }])
  return isEncryptedArchive(found.bytes) ? result('SKIPPED', 'UNSUPPORTED') : result('COMPLETED', 'NO_THREATS_FOUND')
}

/** The local header of a ZIP file says by its first flag that the entry is encrypted. */
const isEncryptedArchive = (bytes: Buffer) =>
  bytes.length > 7 && bytes.readUInt32LE(0) === 0x04034b50 && (bytes.readUInt16LE(6) & 1) === 1

/** Whether the plan protects its bucket at all: GuardDuty keeps a rule on the bus, the bucket's notifications, and an object by
 *  which it sees that it may write; then it reads. A plan that lacks one of these rights scans nothing. */
function maySee({ iam, template }: Kernel, { properties: { Role } }: Resource, bucket: string, key: string): boolean {
  const { id, region } = template.account
  const rule = `arn:aws:events:${region}:${id}:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3-local`
  const objects = `arn:aws:s3:::${bucket}`
  const managed = { 'events:ManagedBy': service }
  try {
    const caller = { principal: Role }
    for (const action of ['PutRule', 'PutTargets'])
      iam.authorize(caller, { action: `events:${action}`, resource: rule, context: managed })
    for (const action of ['DescribeRule', 'ListTargetsByRule'])
      iam.authorize(caller, { action: `events:${action}`, resource: rule })
    for (const action of ['GetBucketNotification', 'PutBucketNotification', 'ListBucket'])
      iam.authorize(caller, { action: `s3:${action}`, resource: objects })
    const proof = `${objects}/malware-protection-resource-validation-object`
    iam.authorize(caller, { action: 's3:PutObject', resource: proof })
    for (const action of ['GetObject', 'GetObjectVersion'])
      iam.authorize(caller, { action: `s3:${action}`, resource: `${objects}/${key}` })
    return true
  } catch {
    return false
  }
}
