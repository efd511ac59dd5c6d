"""Take a picture of the Explore page of the running app.

python tests/browser_screenshot.py http://127.0.0.1:8501 docs/explore.png --height 1040 \\
    --scale 1.25 --view pioneers --set patience.fund_term_years=15
python tests/browser_screenshot.py URL FILE --width 390 --height 844 --dark --whole-page
"""

import argparse

from conftest import been_here, find_chromium
from pages import look_at, open_explore
from playwright.sync_api import sync_playwright

from app.views import VIEWS
from app.visit import FIRST_VIEW

MOST_HEIGHT = 9000
# lines glide to their places, and boxes settle
REST_MS = 1500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("file")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--whole-page", action="store_true")
    parser.add_argument("--scale", type=float, default=1.0, help="pixels of the picture for one of the page")
    parser.add_argument("--view", choices=list(VIEWS), default=FIRST_VIEW)
    parser.add_argument("--set", metavar="LEVER=NUMBER", help="type a number into a lever of an open group first")
    given = parser.parse_args()
    lever, _equals, value = (given.set or "").partition("=")
    changes = {lever: float(value)} if lever else {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = browser.new_page(
            viewport={"width": given.width, "height": given.height}, storage_state=been_here(given.address),
            device_scale_factor=given.scale, color_scheme="dark" if given.dark else "light")
        open_explore(page, given.address, changes)
        look_at(page, given.view, changes)
        page.evaluate("""document.querySelectorAll('[data-testid=stSidebarContent], [data-testid=stMain]')
            .forEach(e => e.scrollTo(0, 0))""")
        if given.whole_page:
            height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
            page.set_viewport_size({"width": given.width, "height": min(height, MOST_HEIGHT)})
        page.wait_for_timeout(REST_MS)
        page.screenshot(path=given.file)
        browser.close()


if __name__ == "__main__":
    main()
