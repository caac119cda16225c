/** Where one can go, and what the month has cost. */
import { signOut } from "../api/session.ts";
import { account } from "../state/library.ts";
import { place } from "../state/route.ts";
import { dollars } from "../text/format.ts";
import { Icon, type IconName } from "./Icon.tsx";
import { Tape } from "./Tape.tsx";

const PLACES: { at: string[]; href: string; name: string; icon: IconName }[] = [
  { at: ["", "runs"], href: "#/", name: "Videos", icon: "wall" },
  { at: ["artists"], href: "#/artists", name: "Artists", icon: "artist" },
  { at: ["templates"], href: "#/templates", name: "Templates", icon: "template" },
  { at: ["account"], href: "#/account", name: "Account", icon: "account" },
];

export function TopBar() {
  return (
    <header class="topbar">
      <a class="wordmark" href="#/">
        <Tape>Backline</Tape>
      </a>
      <nav aria-label="Studio">
        {PLACES.map(({ at, href, name, icon }) => (
          <a key={name} href={href} aria-current={at.includes(place.value) ? "page" : undefined}>
            <Icon name={icon} />
            <span>{name}</span>
          </a>
        ))}
      </nav>
      <div class="topbar-end">
        <Month />
        <button type="button" class="quiet" onClick={() => signOut()}>
          Sign out
        </button>
      </div>
    </header>
  );
}

function Month() {
  const known = account.value;
  if (known === null) return null;
  const { spent, reserved } = known.usage;
  const limit = known.limits.monthly_spend;
  return (
    <a class="month" href="#/account">
      <span class="unseen">Spent this month: </span>
      <b>{dollars((spent + reserved) * 100)}</b>
      <span>{limit === null ? " this month" : ` of ${dollars(limit * 100)}`}</span>
    </a>
  );
}
