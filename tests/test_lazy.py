from evaluator.lazy import lazy


class Sum:
    def __init__(self):
        self.worked = 0

    @lazy
    def three(self):
        """One and two."""
        self.worked += 1
        return 1 + 2


def test_it_is_worked_out_once_and_only_when_asked_for():
    one = Sum()
    assert one.worked == 0
    assert (one.three, one.three, one.worked) == (3, 3, 1)


def test_each_instance_has_its_own():
    one, other = Sum(), Sum()
    assert one.three == other.three
    assert (one.worked, other.worked) == (1, 1)


def test_on_the_class_it_is_the_property_itself():
    assert Sum.three.__doc__ == "One and two."
