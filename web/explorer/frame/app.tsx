import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { AboutPage } from "../about/about-page.js";
import { AnswerPage } from "../answer/answer-page.js";
import { requesterName } from "../find/names.js";
import { page, type Page } from "../state/index.js";
import { openSiteName, SitePage } from "../site/site-page.js";
import { StatisticsPage } from "../statistics/statistics-page.js";
import { Footer } from "./footer.js";
import { Header } from "./header.js";

const VIEWS: Record<Page, () => JSX.Element | null> = {
  answer: AnswerPage,
  site: SitePage,
  statistics: StatisticsPage,
  about: AboutPage,
};

export function App() {
  const View = VIEWS[page.value];
  const title = titleOfPage(page.value);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useNewPageAtItsTop(page.value);
  return (
    <>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <Header />
      <View />
      <Footer />
    </>
  );
}

function titleOfPage(page: Page): string {
  const about: Record<Page, string> = {
    answer: requesterName() && `${requesterName()}: whom to ask`,
    site: openSiteName.value ?? "A site",
    statistics: "Statistics",
    about: "How the ranking works",
  };
  return about[page] ? `${about[page]} – Learning Sites` : "Learning Sites: whom to ask";
}

/** A link within the page leads, as one between pages does, to the top, for readers of the screen too. */
function useNewPageAtItsTop(page: Page): void {
  const last = useRef(page);
  useEffect(() => {
    if (last.current === page) return;
    last.current = page;
    scrollTo(0, 0);
    const heading = document.querySelector<HTMLElement>("main h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }, [page]);
}
