/** A setting that the template gives the function; missing is a defect of the deployment, said by name. */
export function env(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`the environment variable ${name} is not set`)
  return value
}

export function envNumber(name: string): number {
  const value = Number(env(name))
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`the environment variable ${name} is not a positive number`)
  return value
}
