// Where hosts stand: inside the box of their organisation. Who serves the others stands in the middle, or left of the clients, or above them:
// as is shown largest; clients that an intrusion reached stand nearest. The same graph is always laid out the same way: no forces, no chance.
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
  /** Width of the window through its height: of the arrangements, the one that is shown largest is taken. */
  aspect: number;
  /** Tenants (rows) that serve others. */
  providers: ReadonlySet<number>;
}

export const KEY_CELL = { width: 160, height: 88 };
export const CELL = { width: 92, height: 30 };
export const HEADING = 34;
const PADDING = 16;
const BETWEEN = { x: 120, y: 44 };
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

type Arrangement = "middle" | "left" | "above";

/** Clients go to the lowest of `count` columns, those that were reached first before others. */
function spread(plans: Plan[], count: number): Stack[] {
  const columns = Array.from({ length: count }, () => stackOf([]));
  for (const plan of plans) {
    const lowest = columns.reduce((best, column) => (column.height < best.height ? column : best));
    lowest.plans.push(plan);
    lowest.height += plan.height + BETWEEN.y;
  }
  return columns;
}

function stacks(middle: Plan[], others: Plan[], arrangement: Arrangement, count: number): Stack[] {
  if (arrangement === "above") return [stackOf([...middle, ...others])];
  const columns = spread(others, count);
  if (arrangement === "left") return [stackOf(middle), ...columns];
  // Right before left at equal height: reading goes from the provider to the right.
  const right = columns.filter((_, at) => at % 2 === 0);
  const left = columns.filter((_, at) => at % 2 === 1).reverse();
  return [...left, stackOf(middle), ...right];
}

function sizeOf(columns: Stack[]): { width: number; height: number } {
  const width = columns.reduce((sum, column) => sum + widthOf(column) + BETWEEN.x, -BETWEEN.x);
  return { width, height: Math.max(0, ...columns.map((column) => column.height)) - BETWEEN.y };
}

const widthOf = (column: Stack) => Math.max(...column.plans.map((plan) => plan.width));

/** All arrangements are tried: there are few. */
function arranged(plans: Plan[], wish: LayoutWish): Stack[] {
  const middle = plans.filter((plan) => wish.providers.has(plan.tenant));
  const others = plans.filter((plan) => !wish.providers.has(plan.tenant));
  others.sort((one, other) => one.first - other.first || other.height - one.height || one.tenant - other.tenant);
  let best: Stack[] = [];
  let largest = -1;
  const tried = (arrangement: Arrangement, count: number) => {
    const columns = stacks(middle, others, arrangement, count).filter((stack) => stack.plans.length > 0);
    const { width, height } = sizeOf(columns);
    const scale = Math.min(wish.aspect / width, 1 / height);
    if (scale > largest * 1.05) [best, largest] = [columns, scale];
  };
  for (let count = 1; count <= Math.min(6, others.length); ++count) {
    if (count % 2 === 0) tried("middle", count);
    tried("left", count);
  }
  tried("above", 1);
  return best;
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
    .map(([tenant, list]) => planBox(tenant, list, nodes, wish.aspect < 0.9));
  placeColumns(plans.length > 0 ? arranged(plans, wish) : [], unknown.length > 0 ? UNKNOWN_ROOM : 0, layout);
  for (const node of unknown) {
    layout.x[node] = layout.width / 2;
    layout.y[node] = UNKNOWN_ROOM / 2 - 12;
  }
  return layout;
}

function placeColumns(columns: Stack[], above: number, layout: Layout): void {
  const whole = columns.length > 0 ? sizeOf(columns) : { width: 1, height: 1 };
  let x = 0;
  for (const column of columns) {
    const width = widthOf(column);
    let y = above + (whole.height - (column.height - BETWEEN.y)) / 2;
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
  layout.width = whole.width;
  layout.height = whole.height + above;
}
