import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { type DocumentList, NO_DOCUMENTS, sha256 } from './http/persisted-documents.js';
import { Notice } from './notice.js';

interface Found {
  /** A name, or the hash of the text. */
  readonly id: string;
  readonly text: string;
  /** Where it stands, for the person who has to mend it. */
  readonly place: string;
}

const HASH = /^[0-9a-f]{64}$/i;

/**
 * The persisted documents of an installation: a folder of `NAME.graphql` and JSON files, or one JSON file, with
 * texts by hash or name, or as the manifest that Apollo's tools write. Throws a notice that names the file and the mistake.
 */
export function readDocuments(path: string | undefined): DocumentList {
  if (path === undefined) return NO_DOCUMENTS;
  const byHash = new Map<string, string>();
  const byName = new Map<string, string>();
  for (const { id, text, place } of filesIn(path).flatMap(documentsIn)) {
    const hash = sha256(text);
    byHash.set(hash, text);
    if (HASH.test(id)) {
      if (id.toLowerCase() !== hash)
        throw new Notice(`${place}: "${id}" is not the SHA-256 of its document, which is ${hash}.`);
    } else {
      if ((byName.get(id) ?? text) !== text)
        throw new Notice(`${place}: another document is called "${id}".`);
      byName.set(id, text);
    }
  }
  if (byHash.size === 0) throw new Notice(`PERSISTED_DOCUMENTS: there is no document in ${path}.`);
  return { byHash, byName };
}

function filesIn(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).sort();
    return files.filter((file) => /\.(graphql|gql|json)$/.test(file)).map((file) => join(path, file));
  } catch (error) {
    throw new Notice(`PERSISTED_DOCUMENTS: ${path} cannot be read: ${(error as Error).message}`);
  }
}

function documentsIn(file: string): Found[] {
  const content = readText(file);
  if (extname(file) !== '.json') return [{ id: basename(file, extname(file)), text: content, place: file }];
  const json = parsed(file, content);
  const { operations } = json as { operations?: unknown };
  const entries: Array<[unknown, unknown]> = Array.isArray(operations)
    ? operations.flatMap(({ id, name, body }) => [
        [id, body],
        [name ?? id, body],
      ])
    : Object.entries(json);
  return entries.map(([id, text]) => {
    if (typeof id !== 'string' || typeof text !== 'string')
      throw new Notice(`${file}: give a JSON object of documents by their SHA-256 or name.`);
    return { id, text, place: file };
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Notice(`PERSISTED_DOCUMENTS: ${file} cannot be read: ${(error as Error).message}`);
  }
}

function parsed(file: string, content: string): object {
  try {
    const json: unknown = JSON.parse(content);
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  } catch {
    // Told below, with the name of the file.
  }
  throw new Notice(`${file}: give a JSON object of documents by their SHA-256 or name.`);
}
