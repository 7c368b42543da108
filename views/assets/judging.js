// Judging by keyboard. Keys work while a question, or the reply's text, has the focus, and never while typing.

const board = document.querySelector('[data-judging]')
if (board) begin(board)

function begin(board) {
  for (const hint of document.querySelectorAll('[data-judging-keys]')) hint.hidden = false
  const cells = [...board.querySelectorAll('[data-cell]')]
  const reply = board.querySelector('[data-reply]')
  let current = cells.find(cell => cell.id === board.dataset.current) ?? cells[0]

  for (const cell of cells) {
    cell.addEventListener('focusin', () => {
      current = cell
    })
    cell.addEventListener('keydown', event => onKey(event, cell))
    cell.addEventListener('click', event => {
      if (!event.target.closest('a, button, input, label, select, summary, textarea')) cell.focus()
    })
    showDetails(cell)
    cell.addEventListener('change', () => showDetails(cell))
  }
  reply?.addEventListener('keydown', event => {
    if (current) onKey(event, current)
  })
  const target = location.hash ? document.getElementById(location.hash.slice(1)) : null
  if (target?.matches('[data-cell]')) open(target)

  function onKey(event, cell) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return save(event, cell)
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    const key = event.key.toLowerCase()
    if (key === 'j' || key === 'u') return step(event, cell, key === 'j' ? 1 : -1)
    if (key === 'q') return quote(event, cell)
    const button = cell.querySelector(`button[data-key="${CSS.escape(key)}"]`)
    const choice = cell.querySelector(`input[data-key="${CSS.escape(key.toUpperCase())}"]`)
    if (!button && !choice) return
    event.preventDefault()
    if (button) return button.click()
    open(cell)
    if (choice.type === 'checkbox') choice.checked = !choice.checked
    else choice.checked = true
    choice.dispatchEvent(new Event('change', { bubbles: true }))
    choice.focus()
  }

  function step(event, cell, by) {
    const next = cells[cells.indexOf(cell) + by]
    if (!next) return
    event.preventDefault()
    open(next)
  }

  function open(cell) {
    current = cell
    for (const details of [cell.closest('.judging__settled'), cell.querySelector(':scope > details')])
      if (details) details.open = true
    cell.focus({ preventScroll: true })
    cell.scrollIntoView({ block: 'start' })
  }

  function save(event, cell) {
    event.preventDefault()
    cell.querySelector('[data-judgement]')?.requestSubmit()
  }

  function quote(event, cell) {
    const selection = getSelection()
    if (!reply || !selection || selection.isCollapsed || !reply.contains(selection.anchorNode)) return
    event.preventDefault()
    const range = selection.getRangeAt(0)
    const before = document.createRange()
    before.setStart(reply, 0)
    before.setEnd(range.startContainer, range.startOffset)
    const field = cell.querySelector('textarea[name="quote"]')
    if (!field) return
    open(cell)
    field.value = range.toString()
    cell.querySelector('[data-quote-start]').value = String(before.toString().length)
    field.focus()
  }
}

/** Which of the details a disposition asks for is shown only while that disposition is chosen. */
function showDetails(cell) {
  const chosen = cell.querySelector('input[name="disposition"]:checked')?.value
  for (const detail of cell.querySelectorAll('[data-for]')) detail.hidden = detail.dataset.for !== chosen
}

const isTyping = target => target.matches('textarea, select, input:not([type="radio"], [type="checkbox"])')
