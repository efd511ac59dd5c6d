// Tiles with a small line each; the one that is pressed names the view that is shown large.

const WIDTH = 100
const HEIGHT = 26

function line(values, low, high) {
  const step = WIDTH / (values.length - 1)
  const scale = HEIGHT / (high - low || 1)
  return values.map((v, k) => `${k ? 'L' : 'M'}${(k * step).toFixed(2)} ${(HEIGHT - (v - low) * scale).toFixed(2)}`).join('')
}

function make(root, count) {
  const tiles = root.querySelector('.tiles')
  while (tiles.children.length > count) tiles.lastChild.remove()
  while (tiles.children.length < count) {
    const tile = document.createElement('button')
    tile.type = 'button'
    tile.innerHTML = `<span class="title"></span>
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
      <path class="base"/><path class="now"/></svg><span class="change"></span><span class="what"></span><span class="most"></span>`
    tiles.append(tile)
  }
  return [...tiles.children]
}

function show(root, data, choose) {
  root.style.setProperty('--now', data.now)
  root.style.setProperty('--base', data.base)
  root.style.setProperty('--quiet', data.quiet)
  root.querySelector('.tiles').setAttribute('aria-label', data.name)
  const buttons = make(root, data.tiles.length)
  data.tiles.forEach((tile, k) => {
    const button = buttons[k]
    button.dataset.view = tile.key
    button.setAttribute('aria-pressed', String(tile.key === data.chosen))
    button.title = tile.hint
    button.querySelector('.title').textContent = tile.title
    button.querySelector('.change').textContent = tile.change
    button.querySelector('.what').textContent = tile.what
    button.querySelector('.most').textContent = tile.most
    const all = [...tile.now, ...tile.base, 0]
    const low = Math.min(...all), high = Math.max(...all)
    button.querySelector('.now').setAttribute('d', line(tile.now, low, high))
    button.querySelector('.base').setAttribute('d', line(tile.base, low, high))
    button.onclick = () => {
      buttons.forEach(other => other.setAttribute('aria-pressed', String(other === button)))
      choose(tile.key)
    }
  })
}

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector('.root')
  showCurrent(root, data, newest => show(root, newest, key => setStateValue('view', key)))
}
