// Where hosts stand: inside the box of their organisation. Who serves the others stands in the middle (on top, where the page is narrow), clients
// around, those that an intrusion reached nearest. The same graph is always laid out the same way: no forces, no chance.
import type { GraphNode } from "./hop_graph";

export interface Box {
  tenant: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Layout {
  boxes: Box[];
  /** Centre of each node. */
  x: Float64Array;
  y: Float64Array;
  width: number;
  height: number;
}

export interface LayoutWish {
  narrow: boolean;
  /** Tenants (rows) that serve others. */
  providers: ReadonlySet<number>;
}

export const KEY_CELL = { width: 150, height: 64 };
export const CELL = { width: 92, height: 30 };
export const HEADING = 34;
const PADDING = 16;
const BETWEEN = { x: 170, y: 56 };
const UNKNOWN_ROOM = 70;

interface Plan {
  tenant: number;
  key: number[];
  rest: number[];
  keyColumns: number;
  columns: number;
  width: number;
  height: number;
  first: number;
}

function planBox(tenant: number, members: number[], nodes: GraphNode[], narrow: boolean): Plan {
  const key = members
    .filter((node) => nodes[node]!.intrusion)
    .sort((one, other) => nodes[one]!.order - nodes[other]!.order);
  const rest = members.filter((node) => !nodes[node]!.intrusion);
  const keyColumns = Math.min(narrow ? 2 : 3, Math.max(1, Math.ceil(Math.sqrt(key.length))));
  const area = Math.sqrt(rest.length * CELL.height * CELL.width * (narrow ? 0.9 : 1.4));
  const columns = Math.max(Math.ceil(area / CELL.width), Math.floor((keyColumns * KEY_CELL.width) / CELL.width), 2);
  const inner = Math.max(
    key.length > 0 ? keyColumns * KEY_CELL.width : 0,
    Math.min(columns, Math.max(rest.length, 2)) * CELL.width,
  );
  const height =
    HEADING +
    PADDING +
    Math.ceil(key.length / keyColumns) * KEY_CELL.height +
    Math.ceil(rest.length / columns) * CELL.height;
  const first = key.length > 0 ? nodes[key[0]!]!.order : Infinity;
  return { tenant, key, rest, keyColumns, columns, width: inner + 2 * PADDING, height, first };
}

interface Stack {
  plans: Plan[];
  height: number;
}

/** Providers are the middle column; clients go to the lower of the columns beside it, those that were reached first. */
function stacks(plans: Plan[], wish: LayoutWish): Stack[] {
  const middle = plans.filter((plan) => wish.providers.has(plan.tenant));
  const others = plans.filter((plan) => !wish.providers.has(plan.tenant));
  others.sort((one, other) => one.first - other.first || other.height - one.height || one.tenant - other.tenant);
  if (wish.narrow) return [stackOf([...middle, ...others])];
  const sides = Math.max(2, 2 * Math.ceil(others.length / 8));
  const columns = Array.from({ length: sides }, () => stackOf([]));
  for (const plan of others) {
    // Right before left at equal height: reading goes from the provider to the right.
    const lowest = columns.reduce((best, column) => (column.height < best.height ? column : best));
    lowest.plans.push(plan);
    lowest.height += plan.height + BETWEEN.y;
  }
  const right = columns.filter((_, at) => at % 2 === 0);
  const left = columns.filter((_, at) => at % 2 === 1).reverse();
  return [...left, stackOf(middle), ...right].filter((stack) => stack.plans.length > 0);
}

function stackOf(plans: Plan[]): Stack {
  return { plans, height: plans.reduce((sum, plan) => sum + plan.height + BETWEEN.y, 0) };
}

function placeMembers(plan: Plan, box: Box, layout: Layout): void {
  const top = box.y + HEADING + PADDING / 2;
  plan.key.forEach((node, at) => {
    const cell = (box.width - 2 * PADDING) / plan.keyColumns;
    layout.x[node] = box.x + PADDING + ((at % plan.keyColumns) + 0.5) * cell;
    layout.y[node] = top + (Math.floor(at / plan.keyColumns) + 0.4) * KEY_CELL.height;
  });
  const below = top + Math.ceil(plan.key.length / plan.keyColumns) * KEY_CELL.height;
  plan.rest.forEach((node, at) => {
    layout.x[node] = box.x + PADDING + (at % plan.columns) * CELL.width + 8;
    layout.y[node] = below + (Math.floor(at / plan.columns) + 0.5) * CELL.height;
  });
}

export function layOut(nodes: GraphNode[], wish: LayoutWish): Layout {
  const layout: Layout = {
    boxes: [],
    x: new Float64Array(nodes.length),
    y: new Float64Array(nodes.length),
    width: 0,
    height: 0,
  };
  const members = new Map<number, number[]>();
  nodes.forEach((node, at) => {
    const list = members.get(node.tenant);
    if (list === undefined) members.set(node.tenant, [at]);
    else list.push(at);
  });
  const unknown = members.get(-1) ?? [];
  members.delete(-1);
  const plans = [...members]
    .sort(([one], [other]) => one - other)
    .map(([tenant, list]) => planBox(tenant, list, nodes, wish.narrow));
  const columns = stacks(plans, wish);
  const tallest = Math.max(0, ...columns.map((column) => column.height)) - (columns.length > 0 ? BETWEEN.y : 0);
  const above = unknown.length > 0 ? UNKNOWN_ROOM : 0;
  let x = 0;
  for (const column of columns) {
    const width = Math.max(...column.plans.map((plan) => plan.width));
    let y = above + (wish.narrow ? 0 : (tallest - (column.height - BETWEEN.y)) / 2);
    for (const plan of column.plans) {
      const box: Box = {
        tenant: plan.tenant,
        x: x + (width - plan.width) / 2,
        y,
        width: plan.width,
        height: plan.height,
      };
      layout.boxes.push(box);
      placeMembers(plan, box, layout);
      y += plan.height + BETWEEN.y;
    }
    x += width + BETWEEN.x;
  }
  layout.width = Math.max(x - BETWEEN.x, 1);
  layout.height = Math.max(tallest + above, 1);
  for (const node of unknown) {
    layout.x[node] = layout.width / 2;
    layout.y[node] = UNKNOWN_ROOM / 2 - 12;
  }
  return layout;
}
