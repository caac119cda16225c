/** The scenes of videos, with their pictures. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { answerOf, backline, fetchFile } from "../api/session.ts";
import type { Template } from "../api/types.ts";
import { DropZone } from "../parts/DropZone.tsx";
import { Tape } from "../parts/Tape.tsx";
import { TwoStep } from "../parts/TwoStep.tsx";
import { change } from "../state/draft.ts";
import { loadTemplates, shortName, templates } from "../state/library.ts";
import { attempt, tell } from "../state/notices.ts";
import { go, hrefOf } from "../state/route.ts";

export function TemplatesPage() {
  // Links to own pictures work for an hour.
  useEffect(() => void attempt(loadTemplates), []);
  return (
    <div class="page">
      <header class="page-head">
        <h1>Templates</h1>
        <p>Each is a scene with its moods, its movements and its way of writing captions.</p>
      </header>
      <ul class="templates">
        {templates.value?.map((template) => (
          <li key={template.name}>
            <a href={hrefOf(["templates", template.name])}>
              <Pictures template={template} count={4} />
              <b>{shortName(template.name)}</b>
            </a>
            <p>{template.description}</p>
            <p class="small">
              {template.moods.length} moods, {template.movements.length} movements
              {template.defaultLipsync ? ", lips sing" : ""}
              {template.builtIn ? "" : ", your own"}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Pictures({ template, count }: { template: Template; count: number }) {
  const pictures = template.references.filter(({ imageUrl }) => imageUrl !== null).slice(0, count);
  return (
    <span class="template-pictures">
      {pictures.map(({ id, imageUrl }) => (
        <img key={id} src={imageUrl ?? ""} alt="" loading="lazy" />
      ))}
      {Array.from({ length: count - pictures.length }, (_, at) => (
        <span key={at} class="scene-blank" />
      ))}
    </span>
  );
}

export function TemplatePage({ name }: { name: string }) {
  useEffect(() => {
    if (templates.peek() === null) void attempt(loadTemplates);
  }, []);
  const template = templates.value?.find((each) => each.name === name);
  if (template === undefined) {
    return (
      <div class="page">
        <p role="status">{templates.value === null ? "Reading …" : "There is no such template."}</p>
      </div>
    );
  }
  const { moods, movements, captionGuide } = template;
  const hasPicture = template.references.some(({ imageUrl }) => imageUrl !== null);
  return (
    <div class="page">
      <header class="page-head">
        <p class="small">
          <a href="#/templates">Templates</a>
        </p>
        <h1>{shortName(name)}</h1>
        <p>{template.description}</p>
        <button
          type="button"
          class="primary"
          disabled={!hasPicture}
          onClick={() => {
            change({ template: name, lipsync: null });
            go("#/");
          }}
        >
          Make videos
        </button>
      </header>
      {!hasPicture && <p class="panel">It has no picture yet. Videos can be made in it as soon as it has one.</p>}
      <ul class="references">
        {template.references.map((reference) => (
          <li key={reference.id}>
            {reference.imageUrl === null ? (
              <span class="scene-blank" />
            ) : (
              <img src={reference.imageUrl} alt="" loading="lazy" />
            )}
            <p class="small">{reference.description}</p>
            {!template.builtIn && <ReferenceDrop template={name} referenceId={reference.id} />}
          </li>
        ))}
      </ul>
      <div class="two-columns">
        <section class="panel">
          <h2>Moods</h2>
          <p class="tapes">
            {moods.map((mood) => (
              <Tape key={mood.name}>{mood.name}</Tape>
            ))}
          </p>
          <h2>Movements</h2>
          <p class="tapes">
            {movements.map((movement) => (
              <Tape key={movement.name}>{movement.name}</Tape>
            ))}
          </p>
        </section>
        <section class="panel">
          <h2>Captions</h2>
          <p>{captionGuide.tone}</p>
          <ul class="examples">
            {captionGuide.examples.short.slice(0, 4).map((example) => (
              <li key={example}>
                <q>{example}</q>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <Own template={template} />
    </div>
  );
}

function ReferenceDrop({ template, referenceId }: { template: string; referenceId: string }) {
  const busy = useSignal("");
  return (
    <DropZone
      what="a picture"
      note="Upright 9:16 serves best."
      accept="image/jpeg,image/png,image/webp"
      busy={busy.value}
      onFiles={async ([file]) => {
        if (file === undefined) return;
        busy.value = "Sending …";
        await attempt(async () => {
          const path = `/api/content/templates/${encodeURIComponent(template)}/references/${encodeURIComponent(referenceId)}`;
          await fetchFile(path, { method: "PUT", headers: { "content-type": file.type }, body: file });
          await loadTemplates();
        });
        busy.value = "";
      }}
    />
  );
}

/** What create and change take: all of a template but what the API adds. */
function definitionOf({ name: _, builtIn: __, references, ...rest }: Template) {
  return { ...rest, references: references.map(({ id, description }) => ({ id, description })) };
}

/** A copy to call one's own, or the changing of one that is. */
function Own({ template }: { template: Template }) {
  const name = useSignal("");
  const text = useSignal(JSON.stringify(definitionOf(template), null, 2));
  const wrong = useSignal("");
  const definition = () => {
    try {
      wrong.value = "";
      // The API judges it, and names what is wrong.
      return JSON.parse(text.value) as ReturnType<typeof definitionOf>;
    } catch (error) {
      wrong.value = `This is no JSON: ${error instanceof Error ? error.message : ""}`;
      return undefined;
    }
  };
  const save = async () => {
    const body = definition();
    if (body === undefined) return;
    await attempt(async () => {
      if (template.builtIn) {
        await answerOf(backline().POST("/api/content/templates", { body: { ...body, name: name.value.trim() } }));
        await loadTemplates();
        go(hrefOf(["templates", name.value.trim()]));
      } else {
        const path = { name: template.name };
        await answerOf(backline().PUT("/api/content/templates/{name}", { params: { path }, body }));
        await loadTemplates();
      }
      tell("Saved.");
    });
  };
  return (
    <details class="panel">
      <summary>{template.builtIn ? "Make one of your own from it" : "Change it"}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {template.builtIn && (
          <label>
            Its name
            <input
              required
              pattern="[a-z0-9]+(-[a-z0-9]+)*"
              placeholder="rooftop-dawn"
              value={name.value}
              onInput={(event) => (name.value = event.currentTarget.value)}
            />
          </label>
        )}
        <label>
          What it is made of
          <textarea
            class="code"
            rows={18}
            spellcheck={false}
            value={text.value}
            onInput={(event) => (text.value = event.currentTarget.value)}
          />
        </label>
        <p class="wrong" role="alert">
          {wrong.value}
        </p>
        <div class="actions">
          <button type="submit" class="primary">
            Save
          </button>
          {!template.builtIn && (
            <TwoStep
              label="Delete it"
              question="Delete the template and its pictures? Finished videos stay."
              onConfirm={async () => {
                const isGone = await attempt(async () => {
                  const path = { name: template.name };
                  await answerOf(backline().DELETE("/api/content/templates/{name}", { params: { path } }));
                  await loadTemplates();
                });
                if (isGone) go("#/templates");
              }}
            />
          )}
        </div>
      </form>
    </details>
  );
}
