import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { File } from '../../models/file.ts'
import type { LetterRecord } from '../../models/letter.ts'
import { Reference } from '../../models/reference.ts'
import type { Person } from '../support/people.ts'
import { aLetter, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

const cable = Buffer.from('UNCLASSIFIED\n\n4. On training.\n\n5. Posts report each sale.\n')

describe('a reference', () => {
  let world: World
  let editor: Person
  let reader: Person
  let letter: LetterRecord

  before(async () => {
    world = await openWorld()
    editor = await world.signedInAs('editor')
    reader = await world.signedInAs('reader')
    letter = await aLetter(world, {
      subject: 'A letter that cites a cable',
      questions: ['How many?', 'Who?']
    })
  })
  after(() => world.close())

  const fields = {
    kind: 'cable',
    title: 'The cable of 2009',
    on: '2009-08-07',
    citedBy: 'desk',
    sourceKind: 'web_page',
    sourceTitle: 'A reading room',
    markings: 'UNCLASSIFIED'
  }
  type Sent = Record<string, string>
  const add = async (sent: Sent, file?: { name: string; bytes: Buffer }) => {
    const form = editor.agent.post(`/letters/${letter.slug}/references`).field('_csrf', editor.token)
    for (const [name, value] of Object.entries({ ...fields, ...sent })) form.field(name, value)
    return file ? await form.attach('files', file.bytes, file.name) : await form
  }
  const added = async (answer: Awaited<ReturnType<typeof add>>): Promise<string> => {
    assert.equal(answer.status, 303, answer.text)
    return answer.headers.location ?? ''
  }
  const count = () => Reference.countDocuments({})

  const refused: { title: string; sent: Sent; says: RegExp }[] = [
    { title: 'without a title', sent: { title: ' ' }, says: /Give its title/ },
    { title: 'without any date', sent: { on: '' }, says: /or the words that date it/ },
    { title: 'that nobody brings in', sent: { citedBy: '' }, says: /whether the letter cites it/ },
    { title: 'of no kind there is', sent: { kind: 'rumour' }, says: /what kind of document/ },
    { title: 'with a script for a link', sent: { sourceLink: 'javascript:alert(1)' }, says: /https:/ }
  ]
  for (const { title, sent, says } of refused)
    it(`${title} is refused, and what was typed is kept`, async () => {
      const answer = await add({ note: 'Kept as typed', ...sent })
      assert.equal(answer.status, 422)
      assert.match(answer.text, says)
      assert.match(answer.text, /Kept as typed/)
      assert.equal(await count(), 0)
    })

  it('keeps its markings, says who brings it in and which question it bears on, and gives ¶5 an address', async () => {
    const [first] = await questionsOf(letter)
    const page = await editor.get(
      await added(await add({ text: cable.toString(), questions: String(first?._id), note: 'For us.' }))
    )
    assert.match(page.text, /Background added by this desk/)
    assert.match(page.text, /<dt>Markings<\/dt><dd>UNCLASSIFIED/)
    assert.match(page.text, /<p id="p5">.*¶5.*Posts report/)
    assert.match(page.text, /Bears on.*How many\?/)
    assert.match(page.text, /Desk’s note: For us\./)
  })

  it('known by a date that is inferred says so, and is told apart from one that the letter cites', async () => {
    const page = await editor.get(
      await added(
        await add({
          on: '',
          dateAsSaid: 'December 2017',
          dateBecause: 'The update names it.',
          citedBy: 'letter'
        })
      )
    )
    assert.match(page.text, /December 2017 \(The update names it\.\)/)
    assert.match(page.text, /Cited in the letter/)
  })

  it('comes with its file, which is kept byte for byte and only ever saved, never shown', async () => {
    const page = await editor.get(await added(await add({}, { name: 'cable.txt', bytes: cable })))
    const href = /href="(\/references\/[0-9a-f]{24}\/files\/[0-9a-f]{64})"/.exec(page.text)?.[1] ?? ''
    assert.ok(href.endsWith(createHash('sha256').update(cable).digest('hex')))
    const file = await reader.get(href)
    assert.equal(file.status, 200)
    assert.deepEqual(file.body, cable)
    assert.equal(file.headers['content-type'], 'application/octet-stream')
    assert.match(file.headers['content-disposition'] ?? '', /^attachment; filename="?cable\.txt"?/)
    assert.equal(file.headers['x-content-type-options'], 'nosniff')
    assert.match(file.headers['content-security-policy'] ?? '', /^sandbox/)
  })

  it('that holds a file of a kind no document comes in is refused, and nothing is kept', async () => {
    const answer = await add({}, { name: 'page.svg', bytes: Buffer.from('<svg onload="alert(1)"/>') })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /page\.svg/)
    assert.match(answer.text, /value="The cable of 2009"/)
  })

  it('refused for another reason keeps the file that came with it for the next try', async () => {
    const bytes = Buffer.from('The second cable.')
    const answer = await add({ title: '' }, { name: 'second.txt', bytes })
    assert.match(answer.text, /second\.txt is kept already/)
    const keptFiles = /name="keptFiles" value="([^"]+)"/.exec(answer.text)?.[1] ?? ''
    const page = await editor.get(await added(await add({ keptFiles })))
    assert.match(page.text, />second\.txt<\/a> \(1 kB\)/)
  })

  it('shows its file to visitors once a letter of its own is public, and not before', async () => {
    const own = await aLetter(world, { subject: 'Soon public', questions: ['Which?'] })
    const form = editor.agent.post(`/letters/${own.slug}/references`).field('_csrf', editor.token)
    for (const [name, value] of Object.entries(fields)) form.field(name, value)
    const address = (await form.attach('files', cable, 'cable.txt')).headers.location ?? ''
    const sha256 = createHash('sha256').update(cable).digest('hex')
    const seen = async () =>
      Promise.all(
        [address, `${address}/files/${sha256}`].map(async at => (await world.visitor().get(at)).status)
      )
    assert.deepEqual(await seen(), [404, 404])
    await editor.post(`/letters/${own.slug}/publication`, { visibility: 'public', revision: '0' })
    assert.deepEqual(await seen(), [200, 200])
    assert.match((await world.visitor().get(`/letters/${own.slug}`)).text, /Its file is held/)
    assert.equal((await world.visitor().get(`${address}/files/${'0'.repeat(64)}`)).status, 404)
  })

  it('gets a file later, or loses one, by an editor of its desk alone', async () => {
    const address = await added(await add({}))
    const put = (who: Person) =>
      who.agent.post(`${address}/files`).field('_csrf', who.token).attach('files', cable, 'late.txt')
    assert.equal((await put(reader)).status, 403)
    assert.equal((await put(editor)).status, 303)
    assert.equal((await put(editor)).status, 303)
    const held = () => Reference.findById(address.split('/').at(-1)).lean()
    const [file, ...more] = (await held())?.files ?? []
    assert.equal(file?.name, 'late.txt')
    assert.deepEqual(more, [])
    assert.equal((await reader.post(`${address}/files/${file?.sha256}/removal`)).status, 403)
    assert.equal((await editor.post(`${address}/files/${file?.sha256}/removal`)).status, 303)
    assert.deepEqual((await held())?.files, [])
    assert.ok(await File.findById(file?.sha256), 'another reference has the same file')
  })
})
