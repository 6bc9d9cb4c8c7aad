/** Before any test: what functions log is no part of a report. */
Object.assign(process.env, {
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
  POWERTOOLS_METRICS_NAMESPACE: 'Kefu',
  POWERTOOLS_SERVICE_NAME: 'test',
})
