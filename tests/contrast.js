// Texts on the page whose contrast with what lies behind them is too low, also in charts and shadow roots.

() => {
  const ENOUGH = 4.5, ENOUGH_LARGE = 3, LARGE = 24, LARGE_BOLD = 18.66
  const parse = text => {
    const [r, g, b, a = 1] = (text.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number)
    return text === 'none' || text === 'transparent' ? [0, 0, 0, 0] : [r, g, b, a]
  }
  const over = ([r, g, b, a], back) => [r, g, b].map((v, k) => v * a + back[k] * (1 - a))
  const light = colour => colour.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, k) => sum + v * [0.2126, 0.7152, 0.0722][k], 0)
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b)
    return (high + 0.05) / (low + 0.05)
  }
  const parent = e => e.parentElement ?? e.getRootNode().host ?? null
  const ancestors = e => { const all = []; for (let p = e; p; p = parent(p)) all.unshift(p); return all }
  const opacity = e => ancestors(e).reduce((all, p) => all * parseFloat(getComputedStyle(p).opacity), 1)
  const contains = (shape, x, y) => {
    if (!shape.isPointInFill) return false
    const at = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse())
    return shape.isPointInFill(at)
  }

  // what lies behind the middle of an element: backgrounds of boxes, then shapes that were drawn before it
  function behind(e, x, y) {
    let colour = [255, 255, 255]
    for (const p of ancestors(e)) {
      const box = p.getBoundingClientRect()
      const around = p === document.documentElement || p === document.body
        || box.left <= x && x <= box.right && box.top <= y && y <= box.bottom
      if (around && !(p instanceof SVGElement)) colour = over(parse(getComputedStyle(p).backgroundColor), colour)
    }
    const plot = e.closest('.plot')
    if (!plot || !(e instanceof SVGElement)) return colour
    for (const shape of plot.querySelectorAll('path, rect')) {
      if (e.compareDocumentPosition(shape) & Node.DOCUMENT_POSITION_FOLLOWING) continue
      const style = getComputedStyle(shape)
      const [r, g, b, a] = parse(style.fill)
      if (!a || shape.closest('defs, .drag, .legendtoggle') || !contains(shape, x, y)) continue
      colour = over([r, g, b, a * style.fillOpacity * opacity(shape)], colour)
    }
    return colour
  }

  const found = { texts: 0, problems: [] }
  function look(node) {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE) {
        if (child.shadowRoot) look(child.shadowRoot)
        look(child)
      } else if (child.nodeType === Node.TEXT_NODE && /[\p{L}\p{N}]/u.test(child.textContent)) {
        check(child.parentElement ?? child.getRootNode().host, child)
      }
    }
  }
  function check(e, text) {
    const style = getComputedStyle(e)
    const range = document.createRange()
    range.selectNodeContents(text)
    const box = range.getBoundingClientRect()
    const seen = box.width > 1 && box.height > 1 && e.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    if (!seen || e.closest('style, script, :disabled, [aria-disabled=true], [aria-hidden=true]')) return
    found.texts += 1
    const back = behind(e, box.left + box.width / 2, box.top + box.height / 2)
    const [r, g, b, a] = parse(e instanceof SVGElement ? style.fill : style.color)
    const front = over([r, g, b, a * (e instanceof SVGElement ? style.fillOpacity : 1) * opacity(e)], back)
    const size = parseFloat(style.fontSize)
    const large = size >= LARGE || size >= LARGE_BOLD && style.fontWeight >= 700
    const reached = ratio(front, back)
    if (reached < (large ? ENOUGH_LARGE : ENOUGH)) {
      found.problems.push(`${reached.toFixed(2)} “${text.textContent.trim().slice(0, 60)}” `
        + `rgb(${front.map(Math.round)}) on rgb(${back.map(Math.round)}) ${e.tagName} ${e.getAttribute('class')}`)
    }
  }
  look(document.body)
  return found
}
