import { boards } from './boards/index.js';
import { conversations } from './conversations/index.js';
import { customers } from './customers/index.js';
import { feedback } from './feedback/index.js';
import { people } from './people/index.js';
import { requirements } from './requirements/index.js';
import { tickets } from './tickets/index.js';
import { webhooks } from './webhooks/index.js';

/** The domain, in the order in which its modules build on each other. */
export const corePlugins = [
  people,
  customers,
  conversations,
  tickets,
  boards,
  feedback,
  requirements,
  webhooks,
];
