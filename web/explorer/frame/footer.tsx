import { service, start, viewer } from "../state/index.js";
import { Link } from "./link.js";
import "./footer.css";

/** Where the numbers come from, and what else there is to look at. */
export function Footer() {
  const data = start.value?.dataVersion;
  return (
    <footer class="bottom">
      <p>
        {data && `${data.sitesNote} Data version ${data.version}. `}
        {viewer.value &&
          `You ask as ${viewer.value.role.toLowerCase()}: ` +
            (viewer.value.canSeeRequests
              ? "single requests are shown."
              : "single requests are not shown, and counts are rounded.")}
      </p>
      <nav aria-label="More">
        <Link to={{ page: "about" }}>How the ranking works</Link>
        {service.graphiql && <a href={service.graphiql}>GraphiQL</a>}
        {service.graphiql && <a href="/schema.graphql">Schema</a>}
        {service.browser && <a href={service.browser}>Neo4j Browser</a>}
      </nav>
    </footer>
  );
}
