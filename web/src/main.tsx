import { render } from "preact";
import { App } from "./app/App";
import { pickSource } from "./source/pick";
import "./style/tokens.css";
import "./style/base.css";
import "./style/parts.css";
import "./style/print.css";

const place = document.getElementById("page");
if (place) render(<App source={pickSource()} />, place);
