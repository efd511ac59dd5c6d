// A short tour on the first visit: a card that goes from part to part of the page and frames each one.

const SEEN = 'tour-seen'
const FRAME = { outline: '3px solid var(--st-primary-color, #2F6DA8)', outlineOffset: '4px', borderRadius: '6px' }
let framed = null

function frame(selector) {
  if (framed) for (const name of Object.keys(FRAME)) framed.style[name] = ''
  framed = selector ? document.querySelector(selector) : null
  if (!framed) return
  Object.assign(framed.style, FRAME)
  framed.scrollIntoView({ block: 'nearest' })
}

function visits(write) {
  try {
    if (write) localStorage.setItem(SEEN, '1')
    return localStorage.getItem(SEEN) !== null
  } catch { return true }
}

export default function ({ data, parentElement }) {
  const card = parentElement.querySelector('.tour')
  const part = name => card.querySelector(name)
  const close = () => { card.hidden = true; frame(null); visits(true); card.askedFrom?.focus() }
  const show = step => {
    const { title, text, selector } = data.steps[step]
    card.step = step
    card.hidden = false
    part('h2').textContent = title
    part('p').textContent = text
    part('.place').textContent = data.place.replace('{step}', step + 1).replace('{steps}', data.steps.length)
    part('.back').hidden = step === 0
    part('.next').textContent = step + 1 < data.steps.length ? data.next : data.done
    frame(selector)
    part('h2').focus()
  }
  part('.back').textContent = data.back
  part('.close').textContent = data.close
  part('.close').onclick = close
  part('.back').onclick = () => show(card.step - 1)
  part('.next').onclick = () => card.step + 1 < data.steps.length ? show(card.step + 1) : close()
  card.onkeydown = event => { if (event.key === 'Escape') close() }
  if (data.asked !== card.asked) {
    const first = card.asked === undefined
    card.asked = data.asked
    card.askedFrom = document.activeElement
    if (!first || data.asked > 0 || !visits(false)) show(0)
  }
  return () => frame(null)
}
