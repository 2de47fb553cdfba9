  # What an exported model does. Packed by org.equimodal.backbones.tensor.Scorer, in the form that kernels.py is in.

  # Scores of all items for some users: ids [b], of whatever type a request came in, to float [b, n].
  def forward(self: __torch__.Scorer, users: Tensor) -> Tensor:
    return torch.mm(torch.index_select((self).users, 0, torch.to(users, 4)), torch.t((self).items))

  # The k best items and their scores, best first: ids [b] and a number to float [b, k] and int64 [b, k].
  def top(self: __torch__.Scorer, users: Tensor, k: Tensor) -> Tuple[Tensor, Tensor]:
    scores, items, = torch.topk((self).forward(users, ), int(k), 1, True, True)
    return (scores, items)
