// A presentation over the whole window. The pages are all here, so that turning one asks nobody.
// A lever that is moved asks the program; its answer replaces the page while the page stays in sight.

const decoder = new TextDecoder()
const HELP_MS = 5000
const ANSWER_MS = 10000

function element(tag, className, into) {
  const made = Object.assign(document.createElement(tag), { className })
  into?.append(made)
  return made
}

class Projector {
  constructor(mount, given) {
    this.given = given
    this.at = given.first
    this.moved = {}
    this.movedAt = 0
    this.begun = Date.now()
    this.root = element('div', 'projector', document.body)
    this.root.tabIndex = -1
    this.root.setAttribute('role', 'dialog')
    this.root.setAttribute('aria-modal', 'true')
    this.root.setAttribute('aria-label', given.words.presentation)
    element('style', '', this.root).textContent = given.style
    this.stage = element('div', 'stage', this.root)
    this.stage.setAttribute('aria-live', 'polite')
    this.levers = element('div', 'levers', this.root)
    this.levers.setAttribute('role', 'group')
    this.levers.setAttribute('aria-label', given.words.levers)
    const progress = element('div', 'progress', this.root)
    this.bar = element('span', '', progress)
    this.help = element('div', 'help', this.root)
    this.help.textContent = matchMedia('(pointer: coarse)').matches ? given.words.touch : given.words.keys
    this.black = element('div', 'black', this.root)
    this.black.hidden = true
    this.hideHelp = setTimeout(() => { this.help.hidden = true }, HELP_MS)
    this.stage.addEventListener('pointerup', event => this.touch(event))
    this.close = element('button', 'close', this.root)
    Object.assign(this.close, { type: 'button', textContent: '×', title: given.words.leave, onclick: () => this.leave() })
    this.close.setAttribute('aria-label', given.words.leave)
    this.onKey = event => this.key(event)
    this.onFull = () => { if (!document.fullscreenElement && this.wasFull) this.leave() }
    window.addEventListener('keydown', this.onKey, true)
    document.addEventListener('fullscreenchange', this.onFull)
    this.timer = setInterval(() => this.tick(), 1000)
    this.root.focus()
    this.full()
  }

  full() {
    this.root.requestFullscreen?.().then(() => { this.wasFull = true }, () => { /* the window serves as well */ })
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const onLever = event.target.type === 'range'
    const act = {
      ArrowRight: onLever ? null : 1, ArrowDown: onLever ? null : 1, PageDown: 1, ' ': event.target.tagName === 'BUTTON' ? null : 1,
      ArrowLeft: onLever ? null : -1, ArrowUp: onLever ? null : -1, PageUp: -1,
      Home: onLever ? null : 'first', End: onLever ? null : 'last', Escape: 'leave', b: 'black', '.': 'black',
      s: 'speaker', r: 'restore', f: 'full',
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    event.stopPropagation()
    if (act === undefined || act === null) return
    event.preventDefault()
    this.do(act)
  }

  // without a keyboard: the left third turns back, the rest turns on
  touch(event) {
    if (event.pointerType === 'mouse') return
    this.do(event.clientX < innerWidth / 3 ? -1 : 1)
  }

  do(act) {
    this.help.hidden = true
    if (act === 'black') this.black.hidden = !this.black.hidden
    else if (act === 'leave' && !this.black.hidden) this.black.hidden = true
    else if (act === 'leave') this.leave()
    else if (act === 'speaker') this.openSpeaker()
    else if (act === 'restore') this.restore()
    else if (act === 'full') document.fullscreenElement ? document.exitFullscreen() : this.full()
    else this.turn(act === 'first' ? 0 : act === 'last' ? this.given.pages.length - 1 : this.at + act)
  }

  turn(to) {
    this.root.classList.remove('waiting')
    this.black.hidden = true
    const last = this.given.pages.length - 1
    const at = Math.min(Math.max(to, 0), last)
    if (at === this.at) return
    this.at = at
    this.root.focus()
    this.draw()
  }

  update(given) {
    this.given = given
    const { levers, refused } = given.pages[this.at] ?? given.pages[this.at = 0]
    if (refused) this.refuse(refused)
    const mine = this.moved[this.at] ?? {}
    // an answer to an earlier move gives way to the one that is on its way
    const isOld = levers.some(({ path, value, step }) => path in mine && Math.abs(mine[path] - value) > step / 2)
    if (isOld && performance.now() - this.movedAt < ANSWER_MS) return
    this.draw()
  }

  // what was moved contradicts itself: the levers go back, and why is said
  refuse(why) {
    const { [this.at]: _gone, ...kept } = this.moved
    this.moved = kept
    this.say(why)
  }

  say(text) {
    clearTimeout(this.hideHelp)
    this.help.textContent = text
    this.help.hidden = false
    this.hideHelp = setTimeout(() => { this.help.hidden = true }, 2 * HELP_MS)
  }

  async draw() {
    const { pages, address } = this.given
    const page = pages[this.at]
    this.Plotly = await library(address)
    if (page !== this.given.pages[this.at]) return
    this.drawLevers(page.levers, page.whose)
    showSlide(this.stage, page.markup)
    this.bar.style.width = `${100 * (this.at + 1) / pages.length}%`
    await drawFigures(this.stage, page.figures, this.Plotly, { isStage: true })
    this.root.classList.remove('waiting')
    this.stage.dataset.key = page.key
    this.stage.dataset.moved = JSON.stringify(Object.fromEntries(
      page.levers.filter(lever => lever.value !== lever.saved).map(lever => [lever.path, lever.value])))
    this.tell()
  }

  drawLevers(levers, whose) {
    const paths = levers.map(lever => lever.path).join()
    this.levers.hidden = levers.length === 0
    if (this.levers.dataset.paths !== `${this.at} ${paths}`) {
      this.levers.dataset.paths = `${this.at} ${paths}`
      this.levers.replaceChildren(...levers.map(lever => this.lever(lever)))
      if (levers.length) {
        const owner = element('span', 'whose')
        owner.textContent = owner.title = whose
        this.levers.prepend(owner)
        this.restoreButton()
      }
    }
    for (const lever of levers) {
      const label = this.levers.querySelector(`[data-path="${lever.path}"]`)
      label.querySelector('.said').textContent = lever.said
      const input = label.querySelector('input')
      if (document.activeElement !== input || !(lever.path in (this.moved[this.at] ?? {}))) input.value = lever.value
      input.setAttribute('aria-valuetext', lever.said)
    }
    const button = this.levers.querySelector('button')
    if (button) button.disabled = levers.every(lever => lever.value === lever.saved)
  }

  lever({ path, label, low, high, step, value }) {
    const box = element('label', '')
    box.dataset.path = path
    element('span', 'label', box).textContent = label
    element('span', 'said', box)
    const input = element('input', '', box)
    Object.assign(input, { type: 'range', min: low, max: high, step, value })
    // whoever moves a lever by hand goes on to turn pages with the keys; only who came to it by Tab moves it with them
    input.addEventListener('pointerup', () => this.root.focus())
    input.onchange = () => this.move(path, Number(input.value))
    return box
  }

  restoreButton() {
    const button = element('button', '', this.levers)
    button.type = 'button'
    button.textContent = `${this.given.words.restore} (R)`
    button.onclick = () => this.restore()
  }

  move(path, value) {
    this.moved = { ...this.moved, [this.at]: { ...this.moved[this.at], [path]: value } }
    this.wait()
  }

  // until the answer comes, the page shows that it is not that of the levers
  wait() {
    this.movedAt = performance.now()
    this.root.classList.add('waiting')
    this.send('moved', this.moved)
  }

  restore() {
    const { [this.at]: _gone, ...kept } = this.moved
    this.moved = kept
    this.root.focus()
    this.wait()
  }

  openSpeaker() {
    const opened = openSpeaker(this.given.words)
    if (!opened) {
      this.say(this.given.words.blocked)
      return
    }
    this.speaker = opened
    opened.window.addEventListener('keydown', this.onKey)
    this.tell()
    this.tick()
  }

  tell() {
    if (this.speaker && !this.speaker.window.closed) {
      tellSpeaker(this.speaker, this.given.pages, this.at, this.given.words, this.Plotly)
    }
  }

  tick() {
    if (!this.speaker || this.speaker.window.closed) return
    const seconds = Math.floor((Date.now() - this.begun) / 1000)
    this.speaker.parts.time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  }

  leave() {
    if (this.isGone) return
    this.send('left', this.at)
    this.end()
  }

  end() {
    if (this.isGone) return
    this.isGone = true
    window.removeEventListener('keydown', this.onKey, true)
    document.removeEventListener('fullscreenchange', this.onFull)
    clearTimeout(this.hideHelp)
    clearInterval(this.timer)
    this.speaker?.window.close()
    if (document.fullscreenElement) document.exitFullscreen()
    this.root.remove()
  }
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const given = JSON.parse(decoder.decode(data))
  const mount = parentElement.querySelector('.projector-mount')
  if (!mount.projector) {
    mount.projector = new Projector(mount, given)
    mount.projector.draw()
  } else mount.projector.update(given)
  mount.projector.send = (name, value) => name === 'left' ? setTriggerValue(name, value + 1) : setStateValue(name, value)
  return () => {
    // Streamlit calls this also between two answers; the mount is then still in the page
    setTimeout(() => { if (!mount.isConnected) mount.projector?.end() }, 0)
  }
}
