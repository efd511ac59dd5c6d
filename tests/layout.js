// What is wider than the window, cut, or written over something else; in charts too.

() => {
  const SLACK = 1.5
  // boxes of letters hold their line's empty space, which may overlap
  const LEADING = 0.25
  const bars = [...document.querySelectorAll('[data-testid=stSidebar]')]
  const main = document.querySelector('[data-testid=stMain]')
  const name = e => `${e.tagName} ${e.className.baseVal ?? e.className} ${(e.innerText ?? e.textContent ?? '').slice(0, 80)}`
  const within = root => [...root.querySelectorAll('*')].flatMap(e => e.shadowRoot ? [e, ...within(e.shadowRoot)] : [e])
  const parent = e => e.parentElement ?? e.getRootNode().host ?? null
  const all = within(main).filter(e => !e.closest('svg') || e.matches('.main-svg'))
  const found = { texts: 0, problems: [] }
  const report = (kind, ...parts) => found.problems.push(`${kind}: ${parts.join(' | ')}`)

  // what reaches beyond the window and cannot be brought into it by scrolling its own box
  function reachable(e) {
    for (let p = parent(e); p && p !== main; p = parent(p)) {
      if (getComputedStyle(p).overflowX !== 'visible' && p.getBoundingClientRect().right <= innerWidth + 1) return true
    }
    return false
  }
  for (const e of all) {
    const box = e.getBoundingClientRect()
    if (!box.width || !box.height || box.right <= innerWidth + 1 && box.left >= -1 || reachable(e)) continue
    report('beyond the window', name(e))
  }

  // text that its own box cuts off, in the side bar too
  for (const e of [...all, ...bars.flatMap(within)]) {
    const style = getComputedStyle(e)
    const cut = e.scrollWidth > e.clientWidth + 1 && style.overflowX === 'hidden'
      || e.scrollHeight > e.clientHeight + 1 && style.overflowY === 'hidden' && style.display !== 'inline'
    const own = [...e.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim())
    if (cut && own && e.checkVisibility() && e.clientWidth > 1) report('cut', name(e))
  }

  // texts of charts: inside their drawing, and none over another
  function textsOf(plot) {
    return [...plot.querySelectorAll('text')].filter(e => e.textContent.trim() && e.checkVisibility({ opacityProperty: true }))
      .map(e => ({ e, box: e.getBoundingClientRect(), said: e.textContent.trim().slice(0, 60) }))
      .filter(({ box }) => box.width && box.height)
  }
  function overlap(a, b) {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
    return wide > SLACK && high > LEADING * Math.min(a.height, b.height)
  }
  for (const plot of main.querySelectorAll('.plot')) {
    const title = plot.getAttribute('aria-label').slice(0, 40)
    const frame = plot.querySelector('.main-svg').getBoundingClientRect()
    const texts = textsOf(plot)
    found.texts += texts.length
    texts.forEach(({ box, said }, k) => {
      if (box.left < frame.left - SLACK || box.right > frame.right + SLACK
        || box.top < frame.top - SLACK || box.bottom > frame.bottom + SLACK) report('leaves its chart', title, said)
      for (const other of texts.slice(k + 1)) {
        if (overlap(box, other.box)) report('overlap', title, said, other.said)
      }
    })
  }
  return found
}
