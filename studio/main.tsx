import "@fontsource-variable/archivo/standard.css";
import "./styles/index.css";
import { render } from "preact";
import { App } from "./views/App.tsx";

const root = document.getElementById("studio");
if (root === null) throw new Error("The page has no place for the studio");
render(<App />, root);
