import { Question } from "../ask/question.js";
import { Failure } from "../frame/failure.js";
import { Skeleton } from "../frame/skeleton.js";
import {
  answer,
  answerFailure,
  askAgain,
  isAnswering,
  loadStart,
  requester,
  startFailure,
} from "../state/index.js";
import { Comparison, Context } from "../views.js";
import { Announcement } from "./announcement.js";
import { SiteList } from "./site-list.js";
import { Printed } from "../frame/printed.js";
import { Verdict } from "./verdict.js";
import { Examples, Welcome } from "./welcome.js";
import "./answer.css";

export function AnswerPage() {
  const failure = answerFailure.value ?? startFailure.value;
  const retry = answerFailure.value ? askAgain : () => void loadStart();
  return (
    <main id="main" class={requester.value ? "answering" : "welcoming"}>
      {!requester.value && <Welcome />}
      <Question />
      {!requester.value && <Examples />}
      <div class="headline" aria-busy={isAnswering.value}>
        {failure && <Failure error={failure} retry={retry} />}
        {isAnswering.value && !answer.value && <Skeleton />}
        <Verdict />
        <Announcement />
      </div>
      <SiteList />
      {answer.value && (
        <>
          <Context />
          <Comparison />
        </>
      )}
      <Printed />
    </main>
  );
}
