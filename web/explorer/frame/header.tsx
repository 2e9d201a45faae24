import { NOTHING_CHOSEN, page, start } from "../state/index.js";
import { Account } from "./account.js";
import { DataChanged } from "./data-changed.js";
import { Link } from "./link.js";
import { ThemeButton } from "./theme.js";
import "./header.css";

export function Header() {
  return (
    <>
      <header class="top">
        <Link to={NOTHING_CHOSEN} class="brand">
          Learning Sites
        </Link>
        <nav aria-label="Pages">
          <Link to={{ page: "answer" }} isCurrent={page.value === "answer"}>
            Find
          </Link>
          <Link to={{ page: "statistics" }} isCurrent={page.value === "statistics"}>
            Statistics
          </Link>
          <Link to={{ page: "about" }} isCurrent={page.value === "about"}>
            About
          </Link>
        </nav>
        <Account />
        <ThemeButton />
      </header>
      <DataChanged />
      {start.value?.dataVersion.requestsAreSynthetic && (
        <aside class="notice" aria-label="About the data">
          The sites are real; the past requests are <strong>synthetic</strong>, made to match
          published figures. Do not cite numbers that rest on them.
        </aside>
      )}
    </>
  );
}
