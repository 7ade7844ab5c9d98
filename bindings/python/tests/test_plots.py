"""Pictures are drawn, name their units, and say what is missing. What they look like was judged by eye."""
import unittest

import parley
from support import cake, guarantee

try:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot
    from parley import plots
except ImportError:
    pyplot = None


@unittest.skipIf(pyplot is None, "matplotlib is not installed")
class Pictures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scenario = guarantee()
        cls.result = cls.scenario.run(
            "term left to the talks", trials=2000, columns=["agreement", "aftermath.first.fighting"]
        )

    def tearDown(self):
        pyplot.close("all")

    def has_unit(self, ax, axis="x"):
        label = getattr(ax, f"get_{axis}label")()
        self.assertRegex(label, r"\(.+\)|utility")
        ax.figure.canvas.draw()

    def test_overview(self):
        for ax in self.result.plot().flat:
            self.has_unit(ax)
        cake().run(trials=50).plot()

    def test_every_kind_of_quantity_has_a_distribution(self):
        for name in (
            "agreement",
            "failed_at",
            "war_years",
            "deal.guarantee_term",
            "deal.territory",
            "us.gain",
            "elapsed",
            "aftermath.first.fighting",
            "aftermath.final",
            "advisers.outcome",
            "peace_25y",
        ):
            ax = self.result.plot(name)
            self.has_unit(ax)
            pyplot.close("all")

    def test_shares_of_a_distribution_sum_to_one(self):
        ax = self.result.plot("deal.guarantee_term")
        self.assertAlmostEqual(sum(bar.get_height() for bar in ax.patches), 1, places=6)
        ax = self.result.plot("war_years")
        self.assertAlmostEqual(sum(bar.get_height() for bar in ax.patches if hasattr(bar, "get_height")), 1, places=1)

    def test_comparison_has_values_and_differences(self):
        c = self.scenario.compare(["15 years", "50 years", "no presence"], trials=1000)
        grid = c.plot(["agreement", "war_years"])
        self.assertEqual(grid.shape, (2, 2))
        self.assertIn("(years)", grid[1, 1].get_xlabel())
        self.assertIn("percentage points", grid[0, 1].get_xlabel())
        self.has_unit(c["agreement"].plot(pyplot.gca()))

    def test_survival_falls_from_all_to_fewer(self):
        for source in (self.scenario, [self.result], {"talks": self.result}, self.result):
            variants = ["15 years", "50 years"] if source is self.scenario else None
            ax = plots.survival(source, "fighting", variants, trials=500)
            for line in ax.get_lines():
                shares = list(line.get_ydata())
                self.assertEqual(shares, sorted(shares, reverse=True))
            self.assertIn("years", ax.get_xlabel())
        with self.assertRaisesRegex(ValueError, "columns="):
            plots.survival([self.scenario.run(trials=10)], "fighting")

    def test_convergence_ends_at_the_mean(self):
        ax = self.result.plot("convergence")
        self.assertAlmostEqual(ax.get_lines()[0].get_ydata()[-1], self.result.agreement.mean)
        with self.assertRaisesRegex(ValueError, "columns="):
            plots.convergence(cake().run(trials=10))

    def test_a_trace_has_no_picture_and_says_so(self):
        with self.assertRaises(parley.errors.NoAnswerError):
            self.scenario.trace(1).plot()

    def test_nobody_agrees(self):
        s = cake()
        s["/parties/ann/no_deal"] = s["/parties/bob/no_deal"] = 1
        s["/metrics"] = {"half": {"value": "deal.share == 5", "given": "agreement"}}
        r = s.run(trials=100)
        self.assertEqual(r.agreement.mean, 0)
        r.plot().flat[0].figure.canvas.draw()
        r.plot("half").figure.canvas.draw()


if __name__ == "__main__":
    unittest.main()
