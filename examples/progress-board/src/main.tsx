import { createClient } from '@candor/client';
import { render } from 'preact';
import { addressOf } from './address.js';
import { BoardPage } from './board-page.js';
import { ListPage } from './list-page.js';
import { SettingContext } from './setting.js';
import { TEXTS } from './texts.js';

const { token, board, language } = addressOf(location, navigator.language);
const texts = TEXTS[language];
const page = document.getElementById('page')!;
document.documentElement.lang = language;
document.title = texts.page;

if (token === undefined) {
  render(<p role="status">{texts.incomplete}</p>, page);
} else {
  const client = createClient({ url: `${location.origin}/graphql`, token, language });
  render(
    <SettingContext.Provider value={{ client, token, language, texts }}>
      {board === undefined ? <ListPage /> : <BoardPage key={board} id={board} />}
    </SettingContext.Provider>,
    page,
  );
}
addEventListener('hashchange', () => location.reload());
