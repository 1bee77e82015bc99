/** Every code of `extensions.code`; what they mean stands in `schema/errors.md`. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BAD_USER_INPUT'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'RATE_LIMITED'
  | 'QUERY_TOO_COSTLY'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'IDEMPOTENCY_IN_PROGRESS'
  | 'UNAVAILABLE'
  | 'PLUGIN_FAILED'
  | 'INTERNAL_SERVER_ERROR'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'OPERATION_RESOLUTION_FAILURE'
  | 'BAD_REQUEST'
  | 'PERSISTED_QUERY_NOT_FOUND';

/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What happened to a board. */
export type BoardChangeKind =
  /** It was made; the first stage has begun. */
  | 'CREATED'
  /** Everything is done. */
  | 'FINISHED'
  /** Work was put on hold. */
  | 'HELD'
  /** A milestone was reached. */
  | 'MILESTONE'
  /** Progress was posted. */
  | 'PROGRESS'
  /** Work goes on. */
  | 'RESUMED';

/** Whether work on what a board shows goes on. */
export type BoardState =
  /** Work goes on. */
  | 'ACTIVE'
  /** Put away: nobody finds the board any more. */
  | 'ARCHIVED'
  /** Everything is done. */
  | 'DONE'
  /** Work rests; the notice of the board says why. */
  | 'ON_HOLD';

/** In which part of the relation a contact with a customer takes place. */
export type ContactScene =
  /** It is about something that was bought: a fault, a return, a complaint. */
  | 'AFTER_SALES'
  /** The customer asks, as before buying. */
  | 'ENQUIRY'
  /** It is about more than that: training, an upgrade, advice, an invitation. */
  | 'VALUE_ADDED';

/** How soon feedback asks for an answer. */
export type FeedbackLevel =
  /** A matter of every day. */
  | 'GENERAL'
  /** An idea how something could be better; it waits a little. */
  | 'SUGGESTION'
  /** Something must be put right now. */
  | 'URGENT';

/** How far feedback is. `DONE` and `DECLINED` are closed: votes stay as they are. */
export type FeedbackState =
  /** It will not be done; the answer says why. */
  | 'DECLINED'
  /** It is done. */
  | 'DONE'
  /** It is being done. */
  | 'IN_PROGRESS'
  /** It will be done. */
  | 'PLANNED'
  /** It has come in; nobody has looked at it yet. */
  | 'RECEIVED'
  /** It is being looked at. */
  | 'UNDER_REVIEW';

/** Who may read feedback. */
export type FeedbackVisibility =
  /** The customer who gave it, and staff. */
  | 'PRIVATE'
  /** Everybody, without the person who gave it; other customers may vote for it. */
  | 'PUBLIC';

/** Answers to the six questions of the intake. What is left out or blank is not answered; the class says what has to be. */
export type IntakeInput = {
  /** How it came about: the steps that lead to it. */
  how?: string | null | undefined;
  /** What has happened or is wanted. */
  what?: string | null | undefined;
  /** When it happened, or since when. */
  when?: string | null | undefined;
  /** Where: the place, product, page or device. */
  where?: string | null | undefined;
  /** Who is affected, and how many. */
  who?: string | null | undefined;
  /** Why it matters: what the customer expects as a result. */
  why?: string | null | undefined;
};

/** What a live event tells, and so what a screen has to do with it. */
export type LiveEventKind =
  /** One change. Its own facts are those of the change; records beside them are as they are at delivery. */
  | 'CHANGE'
  /** What was missed is not kept any more, or cannot be told for sure. The event has the present state: replace the whole screen by it. */
  | 'REFETCH'
  /** The first event of a subscription without `since`: the state as it is now. Draw the screen from it. */
  | 'SNAPSHOT'
  /** The subject was archived. This is the last event; the subscription is complete. */
  | 'TOMBSTONE';

/** A text in one language. */
export type LocalizedTextInput = {
  /** The language, as a BCP 47 tag: `en` or `zh-CN`. */
  locale: string;
  /** The text. */
  text: string;
};

/** A new ticket. */
export type OpenTicketInput = {
  /** The way the customer came, as a key such as `phone`, `mail`, `chat`, `app` or `wechat`. */
  channel: string;
  /** Whose matter it is. Customers leave it out: theirs. */
  customerId?: string | number | null | undefined;
  /** The department that is to deal with it; staff only. */
  departmentId?: string | number | null | undefined;
  /** A key of your own, such as a UUID: a repetition with the same key within 24 hours answers as the first time and does nothing. */
  idempotencyKey?: string | null | undefined;
  /** What is known of the matter. `intakePolicies` says what each class asks for. */
  intake: IntakeInput;
  /** What is worked on first; staff only. `URGENT` for the class `URGENT`, else `NORMAL`, unless said otherwise. */
  priority?: TicketPriority | null | undefined;
  /** In which part of the relation it takes place. By the type, if left out: an enquiry, else after-sales. */
  scene?: ContactScene | null | undefined;
  /** What it is about, in one line. */
  subject: string;
  /** What the customer is promised. */
  ticketClass?: TicketClass;
  /** What it is about, which decides how it is worked on. */
  type?: TicketType;
};

/** How far the work is, and what comes next. */
export type PostProgressInput = {
  /** The board. */
  boardId: string | number;
  /** Whom the customer can ask from now on; left out, nobody else. */
  contactId?: string | number | null | undefined;
  /** A key of your own, such as a UUID: a repetition with the same key within 24 hours answers as the first time and does nothing. */
  idempotencyKey?: string | null | undefined;
  /** The milestones that are reached with it. */
  milestonesReached?: Array<string | number>;
  /** What comes next, once a language. Left out, it stays as it was; a new stage needs a new one. */
  nextStep?: Array<LocalizedTextInput> | null | undefined;
  /** When the next step is expected. */
  nextStepExpectedAt?: string | null | undefined;
  /** The same, counted from now: an ISO 8601 duration such as `P3D`. Not together with the instant. */
  nextStepExpectedIn?: string | null | undefined;
  /** What is to be said to it, once a language. */
  note?: Array<LocalizedTextInput> | null | undefined;
  /** What the customer should know above all, such as the reason for a delay, once a language. Left out, it stays as it was; null takes it away. */
  notice?: Array<LocalizedTextInput> | null | undefined;
  /** How much of the stage is done, from 0 to 100. Less than before needs a note. */
  percent: number;
  /** The stage that is being worked on; the current one, if left out. A later one ends those before it; an earlier one is a step back and needs a note. */
  stageId?: string | number | null | undefined;
  /** The version you have read. If the record is at another one by now, the answer is a CONFLICT with the record as it is. */
  version?: number | null | undefined;
};

/** A public message: what the customer says, or what the customer is told. */
export type ReplyToTicketInput = {
  /** What is said, as plain text. */
  body: string;
  /** The way it goes or came, as a key such as `mail`; that of the ticket unless said otherwise. */
  channel?: string | null | undefined;
  /** A key of your own, such as a UUID: a repetition with the same key within 24 hours answers as the first time and does nothing. */
  idempotencyKey?: string | null | undefined;
  /** The ticket. */
  ticketId: string | number;
  /** The version you have read. If the record is at another one by now, the answer is a CONFLICT with the record as it is. */
  version?: number | null | undefined;
};

/** Where one stage of a board stands. */
export type StageState =
  /** It is being worked on. */
  | 'CURRENT'
  /** It is finished. */
  | 'DONE'
  /** It has not begun. */
  | 'PENDING'
  /** It was passed over; it does not count. */
  | 'SKIPPED';

/** Where a watcher stopped reading: `epoch` and `offset` of the last event it has seen. With it a subscription goes on without a gap. */
export type StreamPosition = {
  /** The `epoch` of the last event. */
  epoch: string | number;
  /** The `offset` of the last event. */
  offset: number;
};

/** New feedback. */
export type SubmitFeedbackInput = {
  /** A ticket, board or message of the customer that it is about. */
  aboutId?: string | number | null | undefined;
  /** What the customer has to say, as plain text. */
  body: string;
  /** The sort of matter, as a key such as `delivery`. */
  category?: string | null | undefined;
  /** The key of the channel it comes by: see `feedbackChannels`. With an invitation it is the one of the invitation. */
  channel?: string | null | undefined;
  /** Whose feedback it is. Customers and holders of an invitation leave it out: theirs. */
  customerId?: string | number | null | undefined;
  /** A key of your own, such as a UUID: a repetition with the same key within 24 hours answers as the first time and does nothing. */
  idempotencyKey?: string | null | undefined;
  /** How soon it asks for an answer. */
  level?: FeedbackLevel;
  /** What it is about, in one line. */
  title: string;
  /** Who may read it. Others never see who gave it, but they see the text as it is. */
  visibility?: FeedbackVisibility;
};

/** What the customer is promised. Each class asks for its own intake; see `intakePolicies`. */
export type TicketClass =
  /** Custom work or a fault that several people have to deal with. */
  | 'COMPLEX'
  /** A usual matter, such as a function or a bill. */
  | 'REGULAR'
  /** Answered at once. */
  | 'SIMPLE'
  /** An outage, or a matter of safety. */
  | 'URGENT';

/** What is worked on first. For staff; customers do not see it. */
export type TicketPriority =
  /** Before the others. */
  | 'HIGH'
  /** When there is time. */
  | 'LOW'
  /** In its turn. */
  | 'NORMAL'
  /** At once. */
  | 'URGENT';

/** How far a ticket is. `Ticket.nextStates` says which may follow. */
export type TicketState =
  /** Finished. */
  | 'CLOSED'
  /** It is being worked on. */
  | 'IN_PROGRESS'
  /** Nobody has begun to work on it. */
  | 'NEW'
  /** The company holds it for solved. A reply of the customer reopens it. */
  | 'RESOLVED'
  /** Work rests until the customer answers. An answer puts it back in progress. */
  | 'WAITING_FOR_CUSTOMER'
  /** Work rests until the common cause behind several tickets (the problem, in service management) is mended. */
  | 'WAITING_FOR_PROBLEM'
  /** Work rests until somebody outside the company, such as a supplier, has done something. */
  | 'WAITING_FOR_THIRD_PARTY';

/** What a ticket is about, which decides how it is worked on. */
export type TicketType =
  /** Something that does not work and has to be found out and mended. */
  | 'COMPLEX_FAULT'
  /** The customer is not content with how it was served. */
  | 'SERVICE_COMPLAINT'
  /** A question that one answer settles. */
  | 'SIMPLE_ENQUIRY';

/** A vote for feedback. */
export type VoteForFeedbackInput = {
  /** Who votes; customers leave it out, staff say for whom. */
  customerId?: string | number | null | undefined;
  /** The feedback. Where it was merged, the vote counts for what it was merged into. */
  feedbackId: string | number;
  /** A key of your own, such as a UUID: a repetition with the same key within 24 hours answers as the first time and does nothing. */
  idempotencyKey?: string | null | undefined;
};

export type BoardStateFragment = { id: string, title: string, state: BoardState, percent: number, nextStep: string | null, nextStepExpectedAt: string | null, notice: string | null, lastPostedAt: string, currentStage: { id: string } | null, contact: { id: string, name: string, title: string | null } | null, stages: { edges: Array<{ node: { id: string, position: number, name: string, owner: string, expectedDuration: string, customerPart: string | null, percent: number, state: StageState, finishedAt: string | null, expectedAt: string | null } }> }, milestones: { edges: Array<{ node: { id: string, position: number, name: string, isKey: boolean, reachedAt: string | null } }> }, changes: { edges: Array<{ node: { id: string, at: string, kind: BoardChangeKind, stagePercent: number | null, nextStep: string | null, note: string | null, stage: { id: string, name: string } | null } }> } };

export type BoardChangeFactsFragment = { id: string, at: string, kind: BoardChangeKind, stagePercent: number | null, nextStep: string | null, note: string | null, stage: { id: string, name: string } | null };

export type BoardProgressSubscriptionVariables = Exact<{
  board: string | number;
  since?: StreamPosition | null | undefined;
}>;


export type BoardProgressSubscription = { boardProgress: { kind: LiveEventKind, epoch: string, offset: number, recovered: boolean, change: { id: string, at: string, kind: BoardChangeKind, stagePercent: number | null, nextStep: string | null, note: string | null, stage: { id: string, name: string } | null } | null, board: { id: string, title: string, state: BoardState, percent: number, nextStep: string | null, nextStepExpectedAt: string | null, notice: string | null, lastPostedAt: string, currentStage: { id: string } | null, contact: { id: string, name: string, title: string | null } | null, stages: { edges: Array<{ node: { id: string, position: number, name: string, owner: string, expectedDuration: string, customerPart: string | null, percent: number, state: StageState, finishedAt: string | null, expectedAt: string | null } }> }, milestones: { edges: Array<{ node: { id: string, position: number, name: string, isKey: boolean, reachedAt: string | null } }> }, changes: { edges: Array<{ node: { id: string, at: string, kind: BoardChangeKind, stagePercent: number | null, nextStep: string | null, note: string | null, stage: { id: string, name: string } | null } }> } } | null } | null };

export type MyBoardsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type MyBoardsQuery = { viewer: { customer: { id: string, name: string, boards: { edges: Array<{ node: { id: string, title: string, state: BoardState, percent: number, nextStep: string | null, lastPostedAt: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } | null } | null };

export type PostProgressMutationVariables = Exact<{
  input: PostProgressInput;
}>;


export type PostProgressMutation = { postProgress: { board: { id: string, version: number, percent: number, nextStep: string | null } | null, userErrors: Array<{ code: string, field: Array<string>, message: string }> } | null };

export type SubmitFeedbackMutationVariables = Exact<{
  input: SubmitFeedbackInput;
}>;


export type SubmitFeedbackMutation = { submitFeedback: { number: string | null, feedback: { id: string, version: number, state: FeedbackState, voteCount: number, viewerHasVoted: boolean } | null, followLink: { token: string | null } | null, userErrors: Array<{ code: string, field: Array<string>, message: string }> } | null };

export type VoteForFeedbackMutationVariables = Exact<{
  input: VoteForFeedbackInput;
}>;


export type VoteForFeedbackMutation = { voteForFeedback: { feedback: { id: string, version: number, voteCount: number, viewerHasVoted: boolean } | null, userErrors: Array<{ code: string, field: Array<string>, message: string }> } | null };

export type MyTicketsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type MyTicketsQuery = { viewer: { customer: { id: string, tickets: { edges: Array<{ node: { id: string, number: string, subject: string, state: TicketState, createdAt: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null } | null };

export type OpenTicketMutationVariables = Exact<{
  input: OpenTicketInput;
}>;


export type OpenTicketMutation = { openTicket: { ticket: { id: string, number: string, version: number, state: TicketState } | null, userErrors: Array<{ code: string, field: Array<string>, message: string }> } | null };

export type ReplyToTicketMutationVariables = Exact<{
  input: ReplyToTicketInput;
}>;


export type ReplyToTicketMutation = { replyToTicket: { message: { id: string, body: string, createdAt: string } | null, userErrors: Array<{ code: string, field: Array<string>, message: string }> } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, unknown> | undefined;

  constructor(value: string, __meta__?: Record<string, unknown> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const BoardChangeFactsFragmentDoc = new TypedDocumentString(`
    fragment BoardChangeFacts on BoardChange {
  id
  at
  kind
  stagePercent
  nextStep
  note
  stage {
    id
    name
  }
}
    `, {"fragmentName":"BoardChangeFacts"}) as unknown as TypedDocumentString<BoardChangeFactsFragment, unknown>;
export const BoardStateFragmentDoc = new TypedDocumentString(`
    fragment BoardState on ProgressBoard {
  id
  title
  state
  percent
  nextStep
  nextStepExpectedAt
  notice
  lastPostedAt
  currentStage {
    id
  }
  contact {
    id
    name
    title
  }
  stages(first: 50, orderBy: {field: POSITION, direction: ASC}) {
    edges {
      node {
        id
        position
        name
        owner
        expectedDuration
        customerPart
        percent
        state
        finishedAt
        expectedAt
      }
    }
  }
  milestones(first: 50, orderBy: {field: POSITION, direction: ASC}) {
    edges {
      node {
        id
        position
        name
        isKey
        reachedAt
      }
    }
  }
  changes(first: 20, orderBy: {field: AT, direction: DESC}) {
    edges {
      node {
        ...BoardChangeFacts
      }
    }
  }
}
    fragment BoardChangeFacts on BoardChange {
  id
  at
  kind
  stagePercent
  nextStep
  note
  stage {
    id
    name
  }
}`, {"fragmentName":"BoardState"}) as unknown as TypedDocumentString<BoardStateFragment, unknown>;
export const BoardProgressDocument = new TypedDocumentString(`
    subscription BoardProgress($board: ID!, $since: StreamPosition) {
  boardProgress(board: $board, since: $since) {
    kind
    epoch
    offset
    recovered
    change {
      ...BoardChangeFacts
    }
    board {
      ...BoardState
    }
  }
}
    fragment BoardState on ProgressBoard {
  id
  title
  state
  percent
  nextStep
  nextStepExpectedAt
  notice
  lastPostedAt
  currentStage {
    id
  }
  contact {
    id
    name
    title
  }
  stages(first: 50, orderBy: {field: POSITION, direction: ASC}) {
    edges {
      node {
        id
        position
        name
        owner
        expectedDuration
        customerPart
        percent
        state
        finishedAt
        expectedAt
      }
    }
  }
  milestones(first: 50, orderBy: {field: POSITION, direction: ASC}) {
    edges {
      node {
        id
        position
        name
        isKey
        reachedAt
      }
    }
  }
  changes(first: 20, orderBy: {field: AT, direction: DESC}) {
    edges {
      node {
        ...BoardChangeFacts
      }
    }
  }
}
fragment BoardChangeFacts on BoardChange {
  id
  at
  kind
  stagePercent
  nextStep
  note
  stage {
    id
    name
  }
}`) as unknown as TypedDocumentString<BoardProgressSubscription, BoardProgressSubscriptionVariables>;
export const MyBoardsDocument = new TypedDocumentString(`
    query MyBoards($first: Int = 20, $after: String) {
  viewer {
    customer {
      id
      name
      boards(first: $first, after: $after) {
        edges {
          node {
            id
            title
            state
            percent
            nextStep
            lastPostedAt
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<MyBoardsQuery, MyBoardsQueryVariables>;
export const PostProgressDocument = new TypedDocumentString(`
    mutation PostProgress($input: PostProgressInput!) {
  postProgress(input: $input) {
    board {
      id
      version
      percent
      nextStep
    }
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<PostProgressMutation, PostProgressMutationVariables>;
export const SubmitFeedbackDocument = new TypedDocumentString(`
    mutation SubmitFeedback($input: SubmitFeedbackInput!) {
  submitFeedback(input: $input) {
    feedback {
      id
      version
      state
      voteCount
      viewerHasVoted
    }
    number
    followLink {
      token
    }
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SubmitFeedbackMutation, SubmitFeedbackMutationVariables>;
export const VoteForFeedbackDocument = new TypedDocumentString(`
    mutation VoteForFeedback($input: VoteForFeedbackInput!) {
  voteForFeedback(input: $input) {
    feedback {
      id
      version
      voteCount
      viewerHasVoted
    }
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<VoteForFeedbackMutation, VoteForFeedbackMutationVariables>;
export const MyTicketsDocument = new TypedDocumentString(`
    query MyTickets($first: Int = 20, $after: String) {
  viewer {
    customer {
      id
      tickets(first: $first, after: $after) {
        edges {
          node {
            id
            number
            subject
            state
            createdAt
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<MyTicketsQuery, MyTicketsQueryVariables>;
export const OpenTicketDocument = new TypedDocumentString(`
    mutation OpenTicket($input: OpenTicketInput!) {
  openTicket(input: $input) {
    ticket {
      id
      number
      version
      state
    }
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<OpenTicketMutation, OpenTicketMutationVariables>;
export const ReplyToTicketDocument = new TypedDocumentString(`
    mutation ReplyToTicket($input: ReplyToTicketInput!) {
  replyToTicket(input: $input) {
    message {
      id
      body
      createdAt
    }
    userErrors {
      code
      field
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ReplyToTicketMutation, ReplyToTicketMutationVariables>;