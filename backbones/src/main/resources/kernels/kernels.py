  # The operations DJL lacks, as TorchScript source. Packed and loaded by org.equimodal.backbones.tensor.Kernels, which is also
  # where each one is documented. Types are spelled out and nothing is imported: this is the text form of a TorchScript archive.

  def margins(self: __torch__.Kernels, users: Tensor, items: Tensor, triples: Tensor, batch: Tensor) -> Tuple[Tensor, Tensor]:
    n = torch.size(triples, 1)
    b = int(batch)
    if torch.eq(torch.size(users, 0), 1):
      u = torch.expand(users, [n, -1])
    else:
      u = torch.embedding(users, torch.select(triples, 0, 0))
    if torch.eq(torch.size(items, 0), 1):
      both = torch.expand(items, [torch.mul(2, n), -1])
    else:
      both = torch.embedding(items, torch.reshape(torch.slice(triples, 0, 1, 3), [-1]))
    i = torch.slice(both, 0, 0, n)
    j = torch.slice(both, 0, n, torch.mul(2, n))
    margin = torch.sum(torch.mul(u, torch.sub(i, j)), [1])
    squares = torch.sum(torch.square(torch.slice(u, 0, 0, b)))
    squares0 = torch.add(squares, torch.sum(torch.square(torch.slice(i, 0, 0, b))))
    squares1 = torch.add(squares0, torch.sum(torch.square(torch.slice(j, 0, 0, b))))
    return (margin, squares1)

  def gradients(self: __torch__.Kernels, loss: Tensor, parameters: List[Tensor]) -> List[Tensor]:
    found = torch.autograd.grad([loss], parameters, None, None, False, True)
    gradients = annotate(List[Tensor], [])
    for k in range(torch.len(parameters)):
      gradient = found[k]
      if torch.__is__(gradient, None):
        dense = torch.zeros_like(parameters[k])
      else:
        dense = unchecked_cast(Tensor, gradient)
      _0 = torch.append(gradients, dense)
    return gradients

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

  def rank(self: __torch__.Kernels, users: Tensor, items: Tensor, seen: Tensor, k: Tensor) -> Tuple[Tensor, Tensor]:
    scores = torch.mm(users, torch.t(items))
    _0 = torch.index_fill_(torch.view(scores, [-1]), 0, seen, -inf)
    n = torch.size(items, 0)
    wanted = ops.prim.min(int(k), n)
    taken = ops.prim.min(torch.add(wanted, 1), n)
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
