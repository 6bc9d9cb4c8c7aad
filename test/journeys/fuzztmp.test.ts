import type { World } from '../../infra/local/world'
import { type Fuzzed, fuzz, unseen } from '../fuzz/fuzz'
import { aWorld } from '../support/journey'

let world: World
let fuzzed: Fuzzed
beforeAll(async () => {
  world = await aWorld()
  fuzzed = await fuzz(world, { requests: 1_500, seed: '1' })
}, 1_500_000)
afterAll(() => world.stop())

describe('two thousand requests from the contract, half of them well formed', () => {
  test('are answered without a fault of ours, as the contract says, and a refused one writes nothing', () => {
    expect(fuzzed.findings).toEqual([])
    expect(fuzzed.wellFormed / fuzzed.requests).toBeGreaterThan(0.45)
  })

  test('meet every operation with a success, a refusal and a token that is not for it', () => {
    expect(unseen(fuzzed)).toEqual([])
  })

  test('leave no message undone', () => {
    expect(world.deadLetters()).toEqual([])
  })
})
