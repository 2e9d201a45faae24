import { render } from "preact";
import "./style/colors.css";
import "./style/base.css";
import "./style/layout.css";
import "./style/print.css";
import { App } from "./frame/app.js";
import { loadAtlas } from "./map/load.js";
import {
  followAddress,
  followQuestion,
  followRequester,
  loadStart,
  watchData,
} from "./state/index.js";

void loadStart();
followAddress();
followQuestion();
followRequester();
void loadAtlas();
watchData();
render(<App />, document.getElementById("explorer")!);
