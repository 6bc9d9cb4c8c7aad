import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { opened, opinionOf, type PackedModel } from '../../functions/classification/model'
import kept from '../../functions/classification/model.json'
import { keywordRules, majority, naiveBayes } from '../../functions/classification/training/baselines'
import { blind, corrections, messages, words } from '../../functions/classification/training/corpus'
import { figures } from '../../functions/classification/training/measure'
import { tableOf } from '../../functions/classification/training/table'
import { cooled, judged, learnt, temperatureOf, topics } from '../../functions/classification/training/trainer'
import { normalised } from '../../shared/domain/language'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kefu-training-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, content: string) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('the corpus', () => {
  const chinese = (text: string) => /\p{Script=Han}/u.test(text)
  test.each(topics)('has at least 200 Chinese and 100 English messages of %s, none twice', topic => {
    const own = messages().filter(one => one.topic === topic)
    expect(own.filter(({ text }) => chinese(text)).length).toBeGreaterThanOrEqual(200)
    expect(own.filter(({ text }) => !chinese(text)).length).toBeGreaterThanOrEqual(100)
    expect(new Set(own.map(({ text }) => text)).size).toBe(own.length)
  })

  test.each(['zh', 'en'] as const)(
    'the blind file has 30 of each topic in %s, none of them in the corpus',
    language => {
      const known = new Set([...messages(), ...words()].map(({ text }) => normalised(text)))
      for (const topic of topics) expect(blind(language).filter(one => one.topic === topic)).toHaveLength(30)
      expect(blind(language).filter(({ text }) => known.has(normalised(text)))).toEqual([])
    },
  )
})

describe('training', () => {
  const few = messages().filter((_, at) => at % 40 === 0)

  test('the same messages give the same bytes, and others do not', () => {
    const once = JSON.stringify(learnt(few, 'a'))
    expect(JSON.stringify(learnt(few, 'a'))).toBe(once)
    expect(JSON.stringify(learnt(few.slice(1), 'a'))).not.toBe(once)
  })

  test('a correction is learnt', () => {
    const text = '我家那只橘猫把它舔了'
    const path = file('corrections.jsonl', `${JSON.stringify({ text, topic: 'invoice' })}\n`.repeat(3))
    const taught = opened(learnt([...few, ...corrections(path)], 'a'))
    const before = opinionOf(opened(learnt(few, 'a')), text).likely[topics.indexOf('invoice')]!
    expect(opinionOf(taught, text).likely[topics.indexOf('invoice')]!).toBeGreaterThan(before)
  })

  test('a voice that is too sure is cooled, and keeps its order', () => {
    const sure = judged(
      opened(learnt(few, 'a')),
      messages().filter((_, at) => at % 40 === 5),
    )
    const loud = sure.map(one => ({ ...one, likely: cooled(one.likely, 0.2) }))
    expect(temperatureOf(loud)).toBeGreaterThan(temperatureOf(sure))
    expect(cooled([0.7, 0.2, 0.1], 2)[0]).toBeGreaterThan(cooled([0.7, 0.2, 0.1], 2)[1]!)
  })

  test('the kept model is at most 2 MB, and calibrated', () => {
    expect(statSync(join(__dirname, '../../functions/classification/model.json')).size).toBeLessThan(2_000_000)
    for (const { triage, temperature } of Object.values((kept as PackedModel).scripts)) {
      expect(triage).toBeGreaterThan(0.2)
      expect(temperature).toBeGreaterThan(0)
    }
  })
})

describe('measuring', () => {
  const sure = (topic: string, likely = 1) =>
    [
      [topic, likely],
      ['other', 1 - likely],
    ] as const

  test('counts precision, recall, F1, confusion and calibration', () => {
    const {
      topics: of,
      macroF1,
      accuracy,
      confusion,
      calibrationError,
    } = figures([
      { truth: 'order', likely: sure('order', 0.9) },
      { truth: 'order', likely: sure('payment', 0.9) },
      { truth: 'payment', likely: sure('payment', 0.9) },
      { truth: 'payment', likely: sure('payment', 0.9) },
    ])
    expect(of.order).toEqual({ precision: 1, recall: 0.5, f1: 0.6667, messages: 2 })
    expect(of.payment).toEqual({ precision: 0.6667, recall: 1, f1: 0.8, messages: 2 })
    expect({ macroF1, accuracy, calibrationError }).toEqual({ macroF1: 0.7333, accuracy: 0.75, calibrationError: 0.15 })
    expect(confusion.order).toEqual({ order: 1, payment: 1 })
  })

  test('where a message is open its second label is right too', () => {
    expect(figures([{ truth: 'order', also: 'payment', likely: sure('payment') }]).accuracy).toBe(1)
  })

  test('the least sure go to triage first', () => {
    const { triage } = figures([
      ...Array.from({ length: 8 }, () => ({ truth: 'order', likely: sure('order', 0.9) })),
      ...Array.from({ length: 2 }, () => ({ truth: 'order', likely: sure('payment', 0.6) })),
    ])
    expect([triage[0]!.accuracy, triage.find(({ share }) => share === 0.2)!.accuracy]).toEqual([0.8, 1])
  })

  test('the baselines: the commonest topic, the keywords, naive Bayes', () => {
    const best = (likely: readonly (readonly [string, number])[]) => [...likely].sort((a, b) => b[1] - a[1])[0]![0]
    expect(best(majority(messages())('anything'))).toBe('after_sales')
    expect(best(keywordRules('我要开发票'))).toBe('invoice')
    expect(best(naiveBayes(messages())('我要开发票'))).toBe('invoice')
  })
})

describe('a table of someone else', () => {
  test('has its own columns and labels, commas and line ends within quotes', () => {
    const path = file(
      'theirs.csv',
      '\ufeffid,body,kind\n1,"Where, oh where\nis it",TRACK\n2,hello,GREETING\n3,x,UNKNOWN\n',
    )
    expect(tableOf(path, { text: 'body', label: 'kind', map: 'TRACK=logistics,GREETING=other' })).toEqual([
      { text: 'Where, oh where\nis it', truth: 'logistics' },
      { text: 'hello', truth: 'other' },
    ])
  })

  test('a second label is read, a missing column is named', () => {
    const path = file('second.csv', 'text,label,second\n到哪了,logistics,order\n在吗,other,\n')
    expect(tableOf(path, {})).toEqual([
      { text: '到哪了', truth: 'logistics', also: 'order' },
      { text: '在吗', truth: 'other' },
    ])
    expect(() => tableOf(path, { label: 'nope' })).toThrow('has no column nope: it has text, label, second')
  })
})

describe('the commands', () => {
  const run = (command: string, args: readonly string[], input = '') =>
    execFileSync(
      process.execPath,
      ['--import', 'tsx', join(__dirname, `../../functions/classification/training/${command}.ts`), ...args],
      {
        input,
        encoding: 'utf8',
      },
    )

  test('classify reads JSON lines and writes one for each, in order', () => {
    const answer = run(
      'classify',
      [],
      '{"id":7,"text":"快递到哪了"}\n\n{"id":"b","text":"i want an invoice"}\n{"id":3}\n',
    )
    const rows = answer
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(rows.map(({ id, topic }) => [id, topic]).slice(0, 2)).toEqual([
      [7, 'logistics'],
      ['b', 'invoice'],
    ])
    expect(rows).toHaveLength(3)
    expect(rows[0]).toEqual({ id: 7, topic: 'logistics', confidence: expect.any(Number), second: expect.any(String) })
  })

  test('evaluate measures any table beside the baselines and writes the figures', () => {
    const table = file(
      'theirs2.csv',
      'text,label\n快递到哪了,logistics\n我要退货,return_refund\nwhere is my parcel,logistics\n',
    )
    const json = join(folder, 'figures.json')
    const said = run('evaluate', [table, '--json', json])
    expect(said).toMatch(/## zh, model-[0-9a-f]+: 2 messages, macro-F1 1\.000/)
    expect(said).toMatch(/baseline: keyword rules +macro-F1/)
    expect(JSON.parse(readFileSync(json, 'utf8')).en.model.accuracy).toBe(1)
  })
})
