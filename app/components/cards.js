// Numbers side by side, each with what became of it and, when asked, what it means.

const SHAPE = `<div class="card"><dt><span class="label"></span><button class="why" type="button"></button>
  <div popover></div></dt><dd class="value"></dd><dd class="change"></dd></div>`

function fill(card, given, k) {
  const part = name => card.querySelector(name)
  part('.label').textContent = given.label
  part('.value').textContent = given.value
  part('.change').textContent = given.change
  part('.change').dataset.tone = given.tone
  const why = part('[popover]')
  why.id = `why-${k}`
  why.textContent = given.meaning
  part('.why').setAttribute('popovertarget', why.id)
  part('.why').setAttribute('aria-label', given.ask)
}

function show(root, data) {
  for (const [name, colour] of Object.entries(data.colours)) root.style.setProperty(`--${name}`, colour)
  if (root.children.length !== data.cards.length) root.innerHTML = data.cards.map(() => SHAPE).join('')
  data.cards.forEach((card, k) => fill(root.children[k], card, k))
  root.dataset.stamp = data.stamp
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector('.cards')
  showCurrent(root, data, newest => show(root, newest))
}
