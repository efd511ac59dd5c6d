"""Take a picture of a page of the running app.

python tests/browser_screenshot.py http://127.0.0.1:8501 docs/explore.png --height 1040 \\
    --scale 1.25 --set patience-fund_term_years=15
python tests/browser_screenshot.py URL FILE --width 390 --height 844 --dark --whole-page
"""

import argparse

from conftest import find_chromium
from playwright.sync_api import sync_playwright


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("file")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--whole-page", action="store_true")
    parser.add_argument("--scale", type=float, default=1.0, help="pixels of the picture for one of the page")
    parser.add_argument("--set", metavar="LEVER=NUMBER", help="type a number into a lever of an open group first")
    given = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = browser.new_page(
            viewport={"width": given.width, "height": given.height},
            device_scale_factor=given.scale, color_scheme="dark" if given.dark else "light")
        page.goto(given.address)
        page.get_by_text("All headlines").first.wait_for(timeout=180_000)
        page.wait_for_function("document.querySelectorAll('.js-plotly-plot').length >= 6")
        if given.set:
            lever, _equals, value = given.set.partition("=")
            page.locator(f".st-key-lever-{lever} input[type=number]").fill(value)
            page.keyboard.press("Enter")
            page.locator(".st-key-status").get_by_text("Set “").wait_for(timeout=180_000)
            page.evaluate("document.querySelector('[data-testid=stSidebarContent]').scrollTo(0, 0)")
        page.wait_for_timeout(2500)
        if given.whole_page:
            height = page.evaluate(
                "document.querySelector('[data-testid=stMain]').scrollHeight")
            page.set_viewport_size({"width": given.width, "height": min(height + 80, 9000)})
            page.wait_for_timeout(4000)
        page.screenshot(path=given.file)
        browser.close()


if __name__ == "__main__":
    main()
