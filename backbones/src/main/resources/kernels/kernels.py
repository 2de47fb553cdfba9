  # The operations DJL lacks, as TorchScript source. Packed and loaded by org.equimodal.backbones.tensor.Kernels, which is also
  # where each one is documented. Types are spelled out and nothing is imported: this is the text form of a TorchScript archive.

  # Margins: see Kernels.margins and nodeMargins.
  def margins(self: __torch__.Kernels, users: Tensor, items: Tensor, triples: Tensor, batch: Tensor) -> Tuple[Tensor, Tensor]:
    n = torch.size(triples, 1)
    if torch.eq(torch.size(users, 0), 1):
      u = torch.expand(users, [n, -1])
    else:
      u = torch.embedding(users, torch.select(triples, 0, 0))
    if torch.eq(torch.size(items, 0), 1):
      i = torch.expand(items, [n, -1])
      j = i
    else:
      i, j, = torch.unbind(torch.embedding(items, torch.slice(triples, 0, 1, 3)), 0)
    return (self).margins_of_rows(u, i, j, int(batch), )

  # Without gradients nothing need be gathered: a score is a dot product along an edge.
  def constant_margins(self: __torch__.Kernels, users: Tensor, items: Tensor, triples: Tensor) -> Tensor:
    n = torch.size(triples, 1)
    items0 = torch.reshape(torch.slice(triples, 0, 1, 3), [-1])
    users0 = torch.repeat(torch.select(triples, 0, 0), [2])
    scores = (self).edge_dot(users, items, items0, users0, users0, )
    return torch.sub(torch.slice(scores, 0, 0, n), torch.slice(scores, 0, n))

  def node_margins(self: __torch__.Kernels, nodes: Tensor, triples: Tensor, users: Tensor, batch: Tensor) -> Tuple[Tensor, Tensor]:
    shifted = torch.add(torch.slice(triples, 0, 1, 3), int(users))
    ids = torch.cat([torch.slice(triples, 0, 0, 1), shifted], 0)
    u, i, j, = torch.unbind(torch.embedding(nodes, ids), 0)
    return (self).margins_of_rows(u, i, j, int(batch), )

  # Rows beyond the first b enter no squares. They go a way of their own, for the gradient of a slice would be as long as all rows.
  def margins_of_rows(self: __torch__.Kernels, u: Tensor, i: Tensor, j: Tensor, b: int) -> Tuple[Tensor, Tensor]:
    n = torch.size(u, 0)
    if torch.eq(b, 0):
      margin = (self).row_margins(u, i, j, )
      squares = torch.new_zeros(u, annotate(List[int], []))
    elif torch.eq(n, b):
      margin = (self).row_margins(u, i, j, )
      squares = (self).sum_of_squares(u, i, j, )
    else:
      sizes = [b, torch.sub(n, b)]
      u0, u1, = torch.split_with_sizes(u, sizes)
      i0, i1, = torch.split_with_sizes(i, sizes)
      j0, j1, = torch.split_with_sizes(j, sizes)
      margin = torch.cat([(self).row_margins(u0, i0, j0, ), (self).row_margins(u1, i1, j1, )])
      squares = (self).sum_of_squares(u0, i0, j0, )
    return (margin, squares)

  def row_margins(self: __torch__.Kernels, u: Tensor, i: Tensor, j: Tensor) -> Tensor:
    return torch.sum(torch.mul(u, torch.sub(i, j)), [1])

  def sum_of_squares(self: __torch__.Kernels, u: Tensor, i: Tensor, j: Tensor) -> Tensor:
    return torch.add(torch.add(torch.sum(torch.mul(u, u)), torch.sum(torch.mul(i, i))), torch.sum(torch.mul(j, j)))

  def needs_gradient(self: __torch__.Kernels, array: Tensor) -> Tensor:
    return torch.tensor(ops.prim.requires_grad(array))

  # Edges: see Edges.java. Inputs are detached, for the gradients are computed by "gradients" below.
  def edge_sum(self: __torch__.Kernels, sources: Tensor, weights: Tensor, source: Tensor, offsets: Tensor) -> Tensor:
    sums, _0, _1, _2 = torch.embedding_bag(torch.detach(sources), source, offsets, False, 0, False, torch.detach(weights), True)
    return sums

  def edge_dot(self: __torch__.Kernels, targets: Tensor, sources: Tensor, source: Tensor, offsets: Tensor, target: Tensor) -> Tensor:
    return torch._embedding_bag_per_sample_weights_backward(torch.detach(targets), torch.detach(sources), source, offsets, target, 0, -1)

  def edge_total(self: __torch__.Kernels, values: Tensor, offsets: Tensor) -> Tensor:
    return torch.segment_reduce(torch.detach(values), "sum", lengths=None, indices=None, offsets=offsets, axis=0, unsafe=True, initial=0.)

  def edge_gather(self: __torch__.Kernels, values: Tensor, source: Tensor) -> Tensor:
    return torch.index_select(torch.detach(values), 0, source)

  def edge_softmax(self: __torch__.Kernels, logits: Tensor, offsets: Tensor, target: Tensor) -> Tensor:
    weights = torch.exp(torch.detach(logits))
    totals = torch.clamp_min((self).edge_total(weights, offsets, ), 1e-30)
    return torch.div_(weights, torch.index_select(totals, 0, target))

  def rows(self: __torch__.Kernels, matrix: Tensor, ids: Tensor) -> Tensor:
    if torch.eq(torch.dim(matrix), 1):
      some = torch.index_select(matrix, 0, ids)
    else:
      some = torch.embedding(matrix, ids)
    return some

  # See UnitRows.java.
  def unit_rows(self: __torch__.Kernels, rows: Tensor) -> Tuple[Tensor, Tensor]:
    constant = torch.detach(rows)
    norms = torch.clamp_min(torch.linalg_vector_norm(constant, 2, [1], True), 9.9999999999999998e-13)
    return (torch.div(constant, norms), norms)

  def unit_rows_backward(self: __torch__.Kernels, arrived: Tensor, unit: Tensor, norms: Tensor) -> Tensor:
    return torch.div_(torch.addcmul(arrived, unit, (self).row_dots(arrived, unit, ), value=-1), norms)

  def row_dots(self: __torch__.Kernels, one: Tensor, two: Tensor) -> Tensor:
    own = torch.arange(torch.size(one, 0), dtype=4, layout=None, device=ops.prim.device(one))
    return torch.unsqueeze((self).edge_dot(one, two, own, own, own, ), 1)

  # See Products.java.
  def add_product(self: __torch__.Kernels, sum: Tensor, one: Tensor, two: Tensor) -> Tensor:
    return torch.addcmul(torch.detach(sum), torch.detach(one), torch.detach(two))

  # The backward pass over a GradientTape. "values" are the leaves (parameters, then the results on the tape), the loss, and
  # what else the tape speaks of; "tape" has a row per entry: operation (GradientTape.Operation), result, inputs, and last the
  # first array of the edges. Going backwards, an operation turns the gradient of its result into those of its inputs, and a cut
  # sends it through libtorch's graph to the leaves before, which are all that it can depend on.
  # A gradient that nobody else holds ("ours") is added to in place; one that libtorch gave may be shared.
  def deposit(self: __torch__.Kernels, gradients: List[Optional[Tensor]], ours: List[bool], leaf: int, amount: Tensor, fresh: bool) -> int:
    held = gradients[leaf]
    if torch.__is__(held, None):
      _0 = torch._set_item(gradients, leaf, amount)
      _1 = torch._set_item(ours, leaf, fresh)
    elif ours[leaf]:
      _2 = torch.add_(unchecked_cast(Tensor, held), amount)
    else:
      _3 = torch._set_item(gradients, leaf, torch.add(unchecked_cast(Tensor, held), amount))
      _4 = torch._set_item(ours, leaf, True)
    return leaf

  def deposit_product(self: __torch__.Kernels, gradients: List[Optional[Tensor]], ours: List[bool], leaf: int, one: Tensor, two: Tensor) -> int:
    held = gradients[leaf]
    if torch.__is__(held, None):
      _0 = torch._set_item(gradients, leaf, torch.mul(one, two))
    elif ours[leaf]:
      _1 = torch.addcmul_(unchecked_cast(Tensor, held), one, two)
    else:
      _2 = torch._set_item(gradients, leaf, torch.addcmul(unchecked_cast(Tensor, held), one, two))
    _3 = torch._set_item(ours, leaf, True)
    return leaf

  def pull(self: __torch__.Kernels, root: Tensor, amount: Optional[Tensor], leaves: List[Tensor], gradients: List[Optional[Tensor]], ours: List[bool]) -> int:
    found = torch.autograd.grad([root], leaves, [amount], None, False, True)
    for k in range(torch.len(leaves)):
      gradient = found[k]
      if torch.__is__(gradient, None):
        pass
      else:
        _0 = (self).deposit(gradients, ours, k, unchecked_cast(Tensor, gradient), False, )
    return 0

  def gradients(self: __torch__.Kernels, values: List[Tensor], tape: Tensor) -> List[Tensor]:
    head = torch.select(tape, 0, 0)
    parameters = int(torch.select(head, 0, 0))
    known = int(torch.select(head, 0, 1))
    leaves = torch.slice(values, 0, known, 1)
    gradients = annotate(List[Optional[Tensor]], [])
    ours = annotate(List[bool], [])
    for _0 in range(known):
      _1 = torch.append(gradients, None)
      _13 = torch.append(ours, False)
    _2 = (self).pull(values[known], None, leaves, gradients, ours, )
    entries = torch.sub(torch.size(tape, 0), 1)
    for k in range(entries):
      entry = torch.select(tape, 0, torch.sub(entries, k))
      leaf = int(torch.select(entry, 0, 1))
      arrived = gradients[leaf]
      if torch.__is__(arrived, None):
        pass
      else:
        g = unchecked_cast(Tensor, arrived)
        _3 = torch._set_item(gradients, leaf, None)
        kind = int(torch.select(entry, 0, 0))
        first = int(torch.select(entry, 0, 2))
        if torch.eq(kind, 0):
          _4 = (self).pull(values[first], g, torch.slice(values, 0, leaf, 1), gradients, ours, )
        elif torch.eq(kind, 5):
          norms = values[int(torch.select(entry, 0, 3))]
          _14 = (self).deposit(gradients, ours, first, (self).unit_rows_backward(g, torch.detach(values[leaf]), norms, ), True, )
        elif torch.eq(kind, 6):
          factor = int(torch.select(entry, 0, 3))
          sum = int(torch.select(entry, 0, 4))
          one = torch.detach(values[first])
          two = torch.detach(values[factor])
          if torch.lt(first, known):
            _15 = (self).deposit_product(gradients, ours, first, g, two, )
          else:
            pass
          if torch.lt(factor, known):
            if torch.lt(torch.size(two, 1), torch.size(one, 1)):
              _16 = (self).deposit(gradients, ours, factor, (self).row_dots(g, one, ), True, )
            else:
              _17 = (self).deposit_product(gradients, ours, factor, g, one, )
          else:
            pass
          if torch.lt(sum, known):
            _18 = (self).deposit(gradients, ours, sum, g, False, )
          else:
            pass
        else:
          at = int(torch.select(entry, 0, 4))
          source = values[at]
          offsets = values[torch.add(at, 1)]
          target = values[torch.add(at, 2)]
          if torch.eq(kind, 3):
            alpha = torch.detach(values[leaf])
            weighted = torch.mul(alpha, g)
            totals = (self).edge_total(weighted, offsets, )
            _5 = (self).deposit(gradients, ours, first, torch.addcmul_(weighted, alpha, torch.index_select(totals, 0, target), value=-1), True, )
          elif torch.eq(kind, 4):
            _12 = (self).deposit(gradients, ours, first, (self).edge_total(torch.index_select(g, 0, values[torch.add(at, 5)]), values[torch.add(at, 4)], ), True, )
          else:
            second = int(torch.select(entry, 0, 3))
            back_source = values[torch.add(at, 3)]
            back_offsets = values[torch.add(at, 4)]
            back_edge = values[torch.add(at, 5)]
            if torch.eq(kind, 1):
              if torch.lt(first, known):
                _6 = (self).deposit(gradients, ours, first, (self).edge_dot(g, values[second], source, offsets, target, ), True, )
              else:
                pass
              if torch.lt(second, known):
                _7 = (self).deposit(gradients, ours, second, (self).edge_sum(g, torch.index_select(torch.detach(values[first]), 0, back_edge), back_source, back_offsets, ), True, )
              else:
                pass
            else:
              if torch.lt(first, known):
                _8 = (self).deposit(gradients, ours, first, (self).edge_sum(values[second], g, source, offsets, ), True, )
              else:
                pass
              if torch.lt(second, known):
                _9 = (self).deposit(gradients, ours, second, (self).edge_sum(values[first], torch.index_select(g, 0, back_edge), back_source, back_offsets, ), True, )
              else:
                pass
    dense = annotate(List[Tensor], [])
    for k0 in range(parameters):
      final = gradients[k0]
      if torch.__is__(final, None):
        _10 = torch.append(dense, torch.zeros_like(values[k0]))
      else:
        _11 = torch.append(dense, torch.contiguous(unchecked_cast(Tensor, final)))
    return dense

  def adam(self: __torch__.Kernels, parameters: List[Tensor], gradients: List[Tensor], first: List[Tensor], second: List[Tensor], step: Tensor, settings: Tensor) -> Tensor:
    _0 = torch.add_(step, 1.0)
    steps = annotate(List[Tensor], [])
    for k in range(torch.len(parameters)):
      _1 = torch.append(steps, step)
    lr = float(settings[0])
    beta1 = float(settings[1])
    beta2 = float(settings[2])
    eps = float(settings[3])
    none = annotate(List[Tensor], [])
    torch._fused_adam_(parameters, gradients, first, second, none, steps, lr=lr, beta1=beta1, beta2=beta2, weight_decay=0., eps=eps, amsgrad=False, maximize=False, grad_scale=None, found_inf=None)
    return step

  # See LazyAdam.java. "last" is -1 where a row has never been touched.
  def missed_steps(self: __torch__.Kernels, last: Tensor, step: Tensor) -> Tensor:
    return torch.mul(torch.to(torch.sub(step, last), 7), torch.ge(last, 0))

  def missed_moves(self: __torch__.Kernels, first: Tensor, second: Tensor, last: Tensor, missed: Tensor, settings: Tensor) -> Tensor:
    lr = float(settings[0])
    beta1 = float(settings[1])
    beta2 = float(settings[2])
    eps = float(settings[3])
    ratio = torch.div(beta1, torch.sqrt(beta2))
    mean = torch.div(1., torch.sub(1., ratio))
    size = torch.mul(torch.rsub(torch.pow(ratio, missed), 1), torch.mul(lr, torch.mul(ratio, mean)))
    typical = torch.clamp_min(torch.add(last, torch.clamp_max(torch.div(torch.add(missed, 1), 2), mean)), 1)
    bias1 = torch.rsub(torch.pow(beta1, typical), 1)
    bias2 = torch.sqrt(torch.rsub(torch.pow(beta2, typical), 1))
    type = ops.prim.dtype(first)
    denominator = torch.add_(torch.div(torch.sqrt(second), torch.to(bias2, type)), eps)
    return torch.neg_(torch.div_(torch.mul(first, torch.to(torch.div(size, bias1), type)), denominator))

  def lazy_rows(self: __torch__.Kernels, table: Tensor, ids: Tensor, first: Tensor, second: Tensor, last: Tensor, step: Tensor, settings: Tensor) -> Tensor:
    since = torch.index_select(last, 0, ids)
    moves = (self).missed_moves(torch.index_select(first, 0, ids), torch.index_select(second, 0, ids), since, (self).missed_steps(since, step, ), settings, )
    return torch.add_(moves, torch.index_select(torch.detach(table), 0, ids))

  def lazy_adam(self: __torch__.Kernels, tables: List[Tensor], first: List[Tensor], second: List[Tensor], last: List[Tensor], ids: List[Tensor], values: List[Tensor], gradients: List[Tensor], step: Tensor, settings: Tensor) -> Tensor:
    lr = float(settings[0])
    beta1 = float(settings[1])
    beta2 = float(settings[2])
    eps = float(settings[3])
    steps = torch.to(step, 7)
    bias1 = torch.rsub(torch.pow(beta1, steps), 1)
    bias2 = torch.rsub(torch.pow(beta2, steps), 1)
    for k in range(torch.len(tables)):
      rows = ids[k]
      g = torch.detach(gradients[k])
      type = ops.prim.dtype(g)
      passed = (self).missed_steps(torch.index_select(last[k], 0, rows), step, )
      decay1 = torch.to(torch.pow(beta1, passed), type)
      decay2 = torch.to(torch.pow(beta2, passed), type)
      m = torch.add_(torch.mul_(torch.index_select(first[k], 0, rows), decay1), g, alpha=torch.sub(1., beta1))
      v = torch.addcmul_(torch.mul_(torch.index_select(second[k], 0, rows), decay2), g, g, value=torch.sub(1., beta2))
      _0 = torch.index_copy_(first[k], 0, rows, m)
      _1 = torch.index_copy_(second[k], 0, rows, v)
      denominator = torch.add_(torch.sqrt(torch.div(v, bias2)), eps)
      moved = torch.mul_(torch.div(torch.div(m, bias1), denominator), torch.neg(lr))
      _2 = torch.index_copy_(torch.detach(tables[k]), 0, rows, torch.add_(moved, torch.detach(values[k])))
      _3 = torch.index_copy_(last[k], 0, rows, torch.add(torch.zeros_like(passed, dtype=ops.prim.dtype(step)), step))
    return step

  def lazy_settle(self: __torch__.Kernels, tables: List[Tensor], first: List[Tensor], second: List[Tensor], last: List[Tensor], step: Tensor, settings: Tensor) -> Tensor:
    beta1 = float(settings[1])
    beta2 = float(settings[2])
    for k in range(torch.len(tables)):
      missed = (self).missed_steps(last[k], step, )
      type = ops.prim.dtype(first[k])
      _0 = torch.add_(torch.detach(tables[k]), (self).missed_moves(first[k], second[k], last[k], missed, settings, ))
      _1 = torch.mul_(first[k], torch.to(torch.pow(beta1, missed), type))
      _2 = torch.mul_(second[k], torch.to(torch.pow(beta2, missed), type))
      _3 = torch.add_(last[k], torch.to(missed, ops.prim.dtype(step)))
    return step

  # lerp is exact at both ends.
  def shorten(self: __torch__.Kernels, share: Tensor, before: List[Tensor], parameters: List[Tensor]) -> Tensor:
    for k in range(torch.len(parameters)):
      parameter = torch.detach(parameters[k])
      _0 = torch.copy_(parameter, torch.lerp(before[k], parameter, share))
    return share

  def noise(self: __torch__.Kernels, gradient: Tensor) -> Tensor:
    deviation = torch.add(torch.std(gradient, False), 1e-08)
    return torch.mul(torch.randn_like(gradient), deviation)

  def copy(self: __torch__.Kernels, marker: Tensor, origin: List[Tensor], target: List[Tensor]) -> Tensor:
    for k in range(torch.len(origin)):
      _0 = torch.copy_(torch.detach(target[k]), torch.detach(origin[k]))
    return marker

  def accumulate(self: __torch__.Kernels, parts: Tensor, sums: Tensor, last: Tensor, finite: Tensor) -> Tensor:
    good = torch.isfinite(torch.select(parts, 0, 0))
    _0 = torch.add_(sums, parts)
    _1 = torch.copy_(last, torch.where(good, parts, last))
    _2 = torch.add_(finite, good)
    return parts

  # Columns beyond n are padding. Where it pays, the best come from the groups of columns with the largest maxima, one per group
  # more than asked for: group g holds the columns g, g + groups, g + 2 groups, ..
  def rank(self: __torch__.Kernels, users: Tensor, items: Tensor, seen: Tensor, sizes: Tensor) -> Tuple[Tensor, Tensor]:
    scores = torch.mm(users, torch.t(items))
    _0 = torch.index_fill_(torch.view(scores, [-1]), 0, seen, -inf)
    n = int(torch.select(sizes, 0, 1))
    _3 = torch.fill_(torch.slice(scores, 1, n), -inf)
    wanted = ops.prim.min(int(torch.select(sizes, 0, 0)), n)
    taken = ops.prim.min(torch.add(wanted, 1), n)
    members = int(torch.select(sizes, 0, 2))
    groups = torch.floordiv(torch.size(items, 0), members)
    if torch.gt(members, 1):
      maxima = torch.amax(torch.view(scores, [-1, members, groups]), [1])
      _4, chosen = torch.topk(maxima, taken, 1, True, False)
      columns = torch.mul(torch.arange(members, dtype=4, layout=None, device=ops.prim.device(scores)), groups)
      candidates = torch.flatten(torch.add(torch.unsqueeze(chosen, 2), columns), 1)
      values, places = torch.topk(torch.gather(scores, 1, candidates), taken, 1, True, True)
      ids = torch.gather(candidates, 1, places)
    else:
      values, ids = torch.topk(scores, taken, 1, True, True)
    ascending, order = torch.sort(ids, 1, False)
    ranked, order0 = torch.sort(torch.gather(values, 1, order), stable=True, dim=1, descending=True)
    ids0 = torch.gather(ascending, 1, order0)
    if torch.gt(taken, wanted):
      last = torch.select(ranked, 1, torch.sub(wanted, 1))
      tied = torch.logical_and(torch.eq(last, torch.select(ranked, 1, wanted)), torch.isfinite(last))
      rows = torch.reshape(torch.nonzero(tied), [-1])
      if torch.gt(torch.size(rows, 0), 0):
        exact, ids1 = torch.sort(torch.index_select(scores, 0, rows), stable=True, dim=1, descending=True)
        _1 = torch.index_copy_(ranked, 0, rows, torch.slice(exact, 1, 0, taken))
        _2 = torch.index_copy_(ids0, 0, rows, torch.slice(ids1, 1, 0, taken))
      else:
        pass
    else:
      pass
    return (torch.contiguous(torch.slice(ranked, 1, 0, wanted)), torch.contiguous(torch.slice(ids0, 1, 0, wanted)))

  def log_sum_exp(self: __torch__.Kernels, rows: Tensor) -> Tensor:
    return torch.logsumexp(rows, [1], False)

  # 15 is bfloat16.
  def linear_bfloat16(self: __torch__.Kernels, rows: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    product = torch.mm(torch.to(rows, 15), torch.t(torch.to(weight, 15)))
    return torch.add(torch.to(product, ops.prim.dtype(rows)), bias)

  def upload(self: __torch__.Kernels, host: Tensor, index: Tensor) -> Tensor:
    return torch.to(torch.pin_memory(host), torch.device("cuda", int(index)), ops.prim.dtype(host), True)
