import { defaults, start } from "../state/index.js";
import { percent } from "../common/numbers.js";
import "./about.css";

/** How the ranking works, and what it does not know. */
export function AboutPage() {
  const { factors, similarity, closeCall, leaning } = defaults.value;
  const program = start.value?.program;
  return (
    <main id="main" class="about prose">
      <h1>How the ranking works</h1>
      <p>
        Each site gets a score of 0 to 100: the sum of its parts. A part is a value between 0 and 1
        times its weight, and the weights of the parts that apply are divided by their sum. Every
        part says its reason. Sites that run a model you want come first, then those that run a
        related one.
      </p>
      <h2>Weights of the parts</h2>
      <WeightTable weights={factors} />
      <h2>What makes places alike</h2>
      <WeightTable weights={similarity} />
      <h2>How sure an answer is</h2>
      <p>
        The first site leads the next of its tier by less than {percent(closeCall)} points: a close
        call. By less than {percent(leaning)}: leaning. By more: a clear lead, if it runs a model
        that you want.
      </p>
      <h2>What is not known</h2>
      <p>{start.value?.dataVersion.sitesNote}</p>
      <p>
        The past requests in this service are synthetic while the page says so: they were made to
        match the published figures, and nothing else about them is real. Of a place that the list
        does not know, the answer rests on the features that you describe.
      </p>
      {program && (
        <>
          <h2>How to ask</h2>
          <p>
            {program.howToAsk} <a href={program.howToAskUrl}>The page of the support center</a>
          </p>
        </>
      )}
    </main>
  );
}

interface WeightRow {
  name: string;
  title: string;
  description: string;
  weight: number;
}

function WeightTable({ weights }: { weights: readonly WeightRow[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Weight</th>
          <th scope="col">What it says</th>
        </tr>
      </thead>
      <tbody>
        {weights.map(({ name, title, description, weight }) => (
          <tr key={name}>
            <th scope="row">{title}</th>
            <td>{weight.toFixed(2)}</td>
            <td>{description}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
