// The review page, made quicker. Every act is a form that works without any of this.

const form = document.getElementById('review')
const saved = document.getElementById('saved')
const keptAs = `intake ${form.dataset.intake}`
const field = name => form.elements.namedItem(name)

// Saving by itself: a moment after the last key, and before the page is left.

let isChanged = false
let timer
let saving = null

form.addEventListener('input', () => {
  isChanged = true
  clearTimeout(timer)
  timer = setTimeout(save, 1200)
})

function save() {
  clearTimeout(timer)
  if (!isChanged) return saving ?? Promise.resolve()
  isChanged = false
  saving = (saving ?? Promise.resolve()).then(send).finally(() => {
    saving = null
  })
  return saving
}

async function send() {
  try {
    const answer = await fetch(form.getAttribute('action'), {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: new URLSearchParams(new FormData(form)),
      redirect: 'error'
    })
    if (answer.ok) return isSaved((await answer.json()).revision)
    if (answer.status === 422) return say('Not saved: a date or a number cannot be read.')
    if (answer.status === 409) return say((await answer.json()).detail)
    keepHere(
      'Your session has ended. What you typed is kept in this browser: sign in and come back to this page.'
    )
  } catch {
    keepHere('The server cannot be reached. What you typed is kept in this browser.')
  }
}

function isSaved(revision) {
  field('revision').value = revision
  localStorage.removeItem(keptAs)
  say('Saved')
}

function keepHere(why) {
  const typed = [...new FormData(form)].filter(([name]) => name !== '_csrf' && name !== 'revision')
  localStorage.setItem(keptAs, JSON.stringify(typed))
  isChanged = true
  say(why)
}

const say = text => {
  saved.textContent = text
}

addEventListener('pagehide', () => {
  if (isChanged) keepHere('')
})

// What was kept is put back; a field that is not there any more has nothing to hold it.
const kept = localStorage.getItem(keptAs)
if (kept) {
  for (const [name, value] of JSON.parse(kept)) {
    const held = field(name)
    if (held instanceof HTMLElement && held.type !== 'checkbox' && held.type !== 'hidden') held.value = value
  }
  isChanged = true
  save().then(() => !localStorage.getItem(keptAs) && say('What you typed before was put back and saved.'))
}

// An act waits for the saving under way, or the two would meet as a stale edit.
form.addEventListener('submit', event => {
  clearTimeout(timer)
  if (saving) {
    event.preventDefault()
    const by = event.submitter
    saving.then(() => form.requestSubmit(by))
    return
  }
  isChanged = false
})

// The deadline shows only the fields that its kind has.
const basis = field('basis')
const showBasis = () => {
  form.dataset.basis = basis.value
}
basis.addEventListener('change', showBasis)
showBasis()

// The question in hand is the one marked strongest in the text.
const cards = [...form.querySelectorAll('[data-question]')]
const pane = form.querySelector('.split__stay')
const cardOf = element => element?.closest?.('[data-question]')
const wordsOf = card => card.querySelector('textarea')

form.addEventListener('focusin', event => {
  const card = cardOf(event.target)
  if (!card) return
  for (const mark of form.querySelectorAll('.is-current')) mark.classList.remove('is-current')
  const mark = document.getElementById(`mark-${card.dataset.question}`)
  if (!mark) return
  mark.classList.add('is-current')
  const isPaneOwn = pane.scrollHeight > pane.clientHeight
  if (isPaneOwn) pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - 80
})

// Words selected in the text are what a missing question starts from.
const text = document.getElementById('letter-text')
const words = document.getElementById('words')
const wordsAt = document.getElementById('words-at')
for (const hint of form.querySelectorAll('.if-script, .keys')) hint.hidden = false

document.addEventListener('selectionchange', () => {
  const selection = getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return
  const range = selection.getRangeAt(0)
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return
  const before = document.createRange()
  before.setStart(text, 0)
  before.setEnd(range.startContainer, range.startOffset)
  words.value = lettersIn(range)
  wordsAt.value = lettersIn(before).length
})

words.addEventListener('input', () => {
  wordsAt.value = ''
})

/** The letter's own characters in a range, without the numbers that we put before questions. */
function lettersIn(range) {
  const copy = range.cloneContents()
  for (const number of copy.querySelectorAll('.question-number')) number.remove()
  return copy.textContent
}

// Keys. All with Alt or Ctrl, so that typing is never mistaken for one.

document.addEventListener('keydown', event => {
  if (event.ctrlKey && event.key === 'Enter') return press(event, document.getElementById('confirm'))
  if (!event.altKey || event.ctrlKey || event.metaKey) return
  // Where Alt and an arrow open a list or a calendar, they go on doing so.
  if (event.target.matches('select, input[type="date"], input[list]')) return
  const card = cardOf(event.target)
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
    return step(event, card, event.key === 'ArrowDown' ? 1 : -1)
  if (event.code === 'KeyA')
    return words.value && wordsAt.value ? press(event, document.getElementById('add')) : goTo(event, words)
  if (!card) return
  if (event.key === 'Enter') return splitAtCursor(event, card)
  if (event.code === 'KeyJ') return press(event, card.querySelector('[data-act="join"]'))
  if (event.key === 'Delete' || event.key === 'Backspace')
    return press(event, card.querySelector('[data-act="drop"]'))
})

function press(event, button) {
  event.preventDefault()
  if (!button.disabled) form.requestSubmit(button)
}

function goTo(event, element) {
  event.preventDefault()
  element.focus()
}

function step(event, card, by) {
  if (event.shiftKey && card)
    return press(event, card.querySelector(by > 0 ? '[data-act="down"]' : '[data-act="up"]'))
  const next = card ? cards[cards.indexOf(card) + by] : cards[by > 0 ? 0 : cards.length - 1]
  if (next) goTo(event, wordsOf(next))
}

function splitAtCursor(event, card) {
  const at = wordsOf(card).selectionStart
  const cuts = card.querySelector('.cut select')
  const own = new Option('the cursor', String(at))
  cuts.add(own)
  own.selected = true
  press(event, card.querySelector('[data-act="split"]'))
}

// Names of Members as they are typed.

const suggestions = document.getElementById('members')
let asking

form.addEventListener('input', event => {
  if (!event.target.matches('[data-member]')) return
  const chosen = [...suggestions.options].find(option => option.value === event.target.value)
  if (chosen) {
    form.elements.namedItem(event.target.name.replace('-name', '-bioguide')).value = chosen.dataset.bioguide
    return
  }
  clearTimeout(asking)
  asking = setTimeout(() => suggest(event.target.value), 150)
})

async function suggest(typed) {
  const query = new URLSearchParams({ q: typed, on: field('letterDate').value })
  const answer = await fetch(`/members.json?${query}`, { headers: { Accept: 'application/json' } })
  if (!answer.ok) return
  suggestions.replaceChildren(
    ...(await answer.json()).map(({ name, bioguide, says }) => {
      const option = new Option(says, name)
      option.dataset.bioguide = bioguide
      return option
    })
  )
}
