import { MathBN } from "@medusajs/framework/utils"
import { BigNumber as MedusaNumber } from "@medusajs/framework/utils"
import { BigNumber } from "bignumber.js"
import {
  add,
  atLeastZero,
  compare,
  isPositive,
  isWhole,
  max,
  min,
  multiply,
  negate,
  subtract,
  sum,
  toQuantity,
} from "../quantity"

describe("reading Medusa's quantities", () => {
  it.each([
    ["a number", 3, "3"],
    ["a fraction", 0.25, "0.25"],
    ["a text", "2.50", "2.5"],
    ["a large number, without an exponent", 1e21, "1000000000000000000000"],
    ["a small number, without an exponent", "1e-9", "0.000000001"],
    ["nothing", null, "0"],
    ["nothing at all", undefined, "0"],
    ["a raw column", { value: "12.345678901234567890", precision: 20 }, "12.34567890123456789"],
    [
      "a number of its own, by its exact digits",
      new MedusaNumber("0.1000000000000000001"),
      "0.1000000000000000001",
    ],
    ["what its arithmetic gives", MathBN.add("0.1", "0.2"), "0.3"],
    ["a number of the library", new BigNumber("7.5"), "7.5"],
    ["an object with a number only", { numeric: 4 }, "4"],
  ])("takes %s", (_, input, quantity) => {
    expect(toQuantity(input)).toBe(quantity)
  })

  it.each([
    ["not a number", Number.NaN],
    ["without an end", Number.POSITIVE_INFINITY],
    ["a word", "many"],
    ["an object that says nothing", {}],
  ])("refuses what is %s", (_, input) => {
    expect(() => toQuantity(input)).toThrow(RangeError)
  })
})

describe("arithmetic", () => {
  it("is exact where floats are not", () => {
    expect(add("0.1", "0.2")).toBe("0.3")
    expect(subtract("0.3", "0.1")).toBe("0.2")
    expect(multiply("1.1", "1.1")).toBe("1.21")
    expect(sum(Array.from({ length: 10 }, () => "0.1"))).toBe("1")
  })

  it("loses no digit of a number that no float can hold", () => {
    expect(add("9007199254740993", "0.000000000000000001")).toBe(
      "9007199254740993.000000000000000001"
    )
  })

  it.each([
    ["99999999999999", "1"], // the last whole number that is short, and the first that is not
    ["100000000000000", "-1"],
    ["-99999999999999", "-99999999999999"],
    ["0", "-0"],
    ["007", "7"],
    ["12", "0.5"],
  ])("agrees on %s and %s with the library, short whole numbers or not", (a, b) => {
    const [x, y] = [new BigNumber(a), new BigNumber(b)]
    expect(compare(add(a, b), x.plus(y).toFixed())).toBe(0)
    expect(compare(subtract(a, b), x.minus(y).toFixed())).toBe(0)
    expect(compare(a, b)).toBe(x.comparedTo(y))
  })

  it("sums nothing to zero", () => {
    expect(sum([])).toBe("0")
  })

  it("negates, also zero", () => {
    expect(negate("1.5")).toBe("-1.5")
    expect(compare(negate("0"), "0")).toBe(0)
  })
})

describe("comparing", () => {
  it("compares values, not notations", () => {
    expect(compare("1.0", "1")).toBe(0)
    expect(compare("10", "9")).toBe(1)
    expect(compare("-1", "0")).toBe(-1)
  })

  it("recognizes positive and whole numbers", () => {
    expect([isPositive("0.1"), isPositive("0"), isPositive("-1")]).toEqual([true, false, false])
    expect([isWhole("2.0"), isWhole("2.5")]).toEqual([true, false])
  })

  it("finds the smaller and the larger", () => {
    expect([min("10", "9"), max("10", "9")]).toEqual(["9", "10"])
    expect([atLeastZero("-3"), atLeastZero("3")]).toEqual(["0", "3"])
  })
})
