/**
 * What the explorer has open for whoever comes for the first time: one operation of each kind on the board
 * that changed last, so that each can be run at once. Without a board, its id is left to be filled in.
 */

/** Finds the board that the examples are about. */
export const LAST_BOARD = `query LastBoard {
  boards(first: 1, orderBy: { field: LAST_POSTED_AT, direction: DESC }) { edges { node { id } } }
}`;

const VIEWER = `# Who am I, and what may I do?
# In whose name you ask is chosen above;
# Ctrl-Enter runs the operation.
query WhoAmI {
  viewer {
    kind
    customer { id name }
    staffMember { id name title }
    permissions
  }
}
`;

const BOARDS = `# What is being done, and how far is it?
# A customer sees their own boards, staff all.
query Boards($first: Int!) {
  boards(
    first: $first
    orderBy: { field: LAST_POSTED_AT, direction: DESC }
  ) {
    edges {
      node {
        id
        title
        state
        percent
        nextStep
        nextStepExpectedAt
        notice
        contact { name }
        stages(
          orderBy: { field: POSITION, direction: ASC }
        ) {
          edges {
            node {
              position
              name
              owner
              state
              percent
              customerPart
              expectedAt
            }
          }
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`;

const WATCH = `# A live board: first how it is, then every
# change as it happens, until you stop it.
# To get what you missed, give the position you
# saw last: "since": { "epoch": …, "offset": … }
subscription BoardProgress(
  $board: ID!
  $since: StreamPosition
) {
  boardProgress(board: $board, since: $since) {
    kind
    epoch
    offset
    recovered
    board {
      title
      percent
      currentStage { name percent }
      nextStep
      nextStepExpectedAt
    }
    change { at kind stagePercent note }
  }
}
`;

const POST = `# Progress on the board, as staff. Whoever
# watches it sees it at once. What you can put
# right comes back in userErrors.
mutation PostProgress(
  $input: PostProgressInput!
) {
  postProgress(input: $input) {
    board {
      id
      version
      percent
      currentStage { name percent }
    }
    change { id at note }
    userErrors { code field message }
  }
}
`;

/** The tabs, in the form that GraphiQL takes them. */
export function examples(board = 'board_…') {
  return [
    { query: VIEWER },
    { query: BOARDS, variables: json({ first: 5 }) },
    { query: WATCH, variables: json({ board }) },
    { query: POST, variables: json({ input: { boardId: board, percent: 90, note: NOTE } }) },
  ];
}

const NOTE = [
  { locale: 'en', text: 'Posted from the explorer.' },
  { locale: 'zh-CN', text: '由 API 浏览器发布。' },
];

function json(variables) {
  return JSON.stringify(variables, null, 2);
}
