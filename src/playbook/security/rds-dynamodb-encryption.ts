import { configOnlyCause } from './config-only-cause.ts'

export const rdsDynamodbEncryption = configOnlyCause({
  id: 'rds-dynamodb-encryption',
  grade: 'Medium',
  cause: 'A database is not encrypted with the key that the rules ask for.',
  fix: () => ({
    now: 'For RDS, copy a snapshot with encryption and restore it. DynamoDB is always encrypted: a rule about it asks for a KMS key instead of AWS’s own.',
    iac: 'CDK: `storageEncrypted: true`; DynamoDB: `encryption: dynamodb.TableEncryptionV2.customerManagedKey(key)`.',
  }),
  docs: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html',
  known: 'confirmed',
  notRead: 'Databases are not read here (DynamoDB is always encrypted)',
})
