import TestSupport
import Testing

/// What real exports hold that a reader has to stand: each case by its number, what is claimed of it, and the tests that
/// prove the claim.
struct ReaderCase: CustomTestStringConvertible, Sendable {
    let number: Int
    let claim: String
    let tests: [String]
    var testDescription: String { "case \(number): \(claim)" }

    init(_ number: Int, _ claim: String, _ tests: [String]) {
        self.number = number
        self.claim = claim
        self.tests = tests
    }

    static let all = [
        ReaderCase(
            1, "line ends and a byte order mark do not matter",
            ["lineEndingsDoNotMatter", "aByteOrderMarkDoesNotMatter"]),
        ReaderCase(2, "text that is not UTF-8 is named, never half read", ["invalidByte", "utf16"]),
        ReaderCase(3, "the delimiter is told by the header line or `sep=`", ["records"]),
        ReaderCase(
            4, "lines above the header give currency, month and total",
            ["linesAboveACostTableGiveCurrencyMonthAndTotal"]),
        ReaderCase(
            5, "totals are compared, rounding is added",
            ["costExplorerIsUnpivotedAndItsTotalsAreCompared", "roundingWithoutADateBelongsToTheOnlyMonthOfATable"]),
        ReaderCase(6, "a header that stands again is skipped and counted", ["simplified"]),
        ReaderCase(7, "a header without rows is a valid file", ["aHeaderWithoutRowsIsAValidFile"]),
        ReaderCase(
            8, "a bucket without cost is neither an error nor a zero",
            ["aBucketWithoutCostIsNoBadRowUnlessItNamesACurrency"]),
        ReaderCase(
            9, "columns are known by name; one that is missing is named",
            ["orderOfColumnsDoesNotMatter", "aFileThatIsNotOfTheStatedFormatSaysWhatItLacks"]),
        ReaderCase(
            10, "empty fields at the end are accepted, others are an error with a line",
            ["aRecordOfNothingButDelimitersIsSkipped", "rejects"]),
        ReaderCase(
            11, "quotes and line breaks inside a cell are one cell",
            ["bodiesWithQuotesAndLineBreaksAreOneCell", "readsTags"]),
        ReaderCase(12, "what is no table is called what it is", ["names", "aWorkbookIsStillCalledOne"]),
        ReaderCase(13, "numbers are exact, in plain and in exponent form", ["twentyEightDigitsAndExponentsAreExact"]),
        ReaderCase(
            14, "the decimal mark is told by the whole column or asked for",
            ["aCommaThatMayBeEitherIsNotGuessed", "oneNumberThatTellsSettlesTheColumn", "commas"]),
        ReaderCase(15, "signs, brackets and currency marks are read", ["ornaments", "costsNameTheirCurrency"]),
        ReaderCase(16, "not given is never zero", ["nulls", "aCostThatIsNotGivenIsNotZero"]),
        ReaderCase(17, "a formula guard is no part of the text", ["aFormulaGuardIsNoPartOfTheText"]),
        ReaderCase(
            18, "cents are hundredths and a wrong magnitude is doubted",
            ["amountsInCentsAreHundredths", "aPriceThatNoModelHasPointsAtTheUnit"]),
        ReaderCase(
            19, "dates are read as the format has them, else as the column proves",
            [
                "readsPeriodsWrittenByHand",
                "readsAmericanDaysWhereTheFormatHasThem",
                "readsUnixSeconds",
                "datesThatCanBeReadTwoWaysAreNotGuessed",
            ]),
        ReaderCase(20, "months stay in the zone of the source", ["monthsStayInTheZoneOfTheSource"]),
        ReaderCase(
            21, "inclusive and exclusive ends mean the same days",
            ["inclusiveAndExclusiveEndsMeanTheSameDays"]),
        ReaderCase(
            22, "a charge outside its billing month is booked in that month",
            ["aChargeOutsideItsBillingMonthIsBookedInTheBillingMonth"]),
        ReaderCase(
            23, "a month is complete when its last day is covered; an overlap is refused",
            ["aMonthIsCompleteWhenItsLastDayIsCovered", "theSameDaysInTwoFilesAreTheSameMoneyTwice"]),
        ReaderCase(
            24, "the same file counts once, whatever its packing",
            ["theSameFileTwiceCountsOnce", "filesThatSayTheSameCountOnceAndAreBothNamed"]),
        ReaderCase(
            25, "a newer export of the same month is never added to the older",
            ["theSameDaysInTwoFilesAreTheSameMoneyTwice"]),
        ReaderCase(26, "equal rows all count and are pointed out", ["equalRowsAllCountAndArePointedOut"]),
        ReaderCase(
            27, "the same charges in two formats are refused",
            [
                "aVendorAndAGatewayAreRefused",
                "twoExportsOfOneBillAreRefused",
                "actualAndAmortisedOfOneMonthAreRefused",
            ]),
        ReaderCase(
            28, "money and volume in two files are joined; a missing half is pointed out",
            [
                "moneyWithoutItsTokensIsPointedOut",
                "halvesOfOtherDaysArePointedOut",
                "openAILedgerIsTheOneWorkedOutByHand",
            ]),
        ReaderCase(29, "input is uncached, cached and written, each once", ["tokensAddUpToTheTotal"]),
        ReaderCase(
            30, "blocks come from the unit; a price that no model has is doubted",
            [
                "focusOfAzureMultipliesByThePricingBlock",
                "blocksOfBedrockFollowTheUsageTypeUnlessTheUnitSaysOtherwise",
                "aPriceThatNoModelHasPointsAtTheUnit",
            ]),
        ReaderCase(31, "unknown meters keep their money", ["azureRowsOfUnknownMetersKeepTheirMoney"]),
        ReaderCase(
            32, "what counts no tokens keeps its cost without any",
            ["whatCountsNoTokensIsClassifiedWithoutThem", "googleSKUsWithoutTokensCountNone"]),
        ReaderCase(
            33, "credits are counted once, beside the gross cost",
            ["creditsOfABigQueryExportBecomeALineOfTheirOwn"]),
        ReaderCase(
            34, "tax is kept apart; net or gross is asked",
            ["taxAndCreditsHaveTheirOwnClasses", "netAndGrossAreAskedAbout"]),
        ReaderCase(
            35, "refunds belong to the month of their document",
            ["kindsOfAWSRowsHaveTheirCategory", "aRefundLargerThanTheBillIsNoPrice"]),
        ReaderCase(
            36, "a prepayment and its use are never both counted",
            ["prepaymentsUnderTheBilledBasisAreRefused"]),
        ReaderCase(
            37, "usage that another bill charges for is kept and pointed out",
            ["usageThatAnotherBillChargesForIsPointedOut"]),
        ReaderCase(
            38, "each row has its own currency; a document's currency goes before a sign",
            [
                "costsNameTheirCurrency",
                "aDollarSignAloneIsTakenForUSDWithAWarning",
                "severalCurrenciesNeedAReportingCurrency",
            ]),
        ReaderCase(
            39, "rates hold for seven days; the invoice's own goes first",
            [
                "aRateHoldsForSevenDaysAndNeverBackwards",
                "theRateOfTheInvoiceGoesBeforeThePublishedOne",
                "theRateOfTheFileGoesWithItsLines",
            ]),
        ReaderCase(40, "rows rounded to cents may drift by half a cent each", ["rowsRoundedToCentsMayDrift"]),
        ReaderCase(
            41, "negative usage is accepted; a month below zero is pointed out",
            ["aModelsMonthBelowZeroIsPointedOut"]),
        ReaderCase(42, "an effective cost of 0 throughout is pointed out", ["effectiveCostOfZeroThroughoutIsSaid"]),
        ReaderCase(
            43, "usage without any cost says so",
            ["focusWithoutAnyCostIsUsageOnlyAndSaysSo", "metricsWithoutMoneyAskForTheInvoice"]),
        ReaderCase(44, "columns that are not read cannot make a file bad", ["columnsThatAreNotReadMayHoldAnything"]),
        ReaderCase(
            45, "tags are read in every notation",
            ["tagsAreReadInEveryNotationOfTheirCell", "tagsWithAColumnOfTheirOwnAreRead"]),
        ReaderCase(
            46, "names outside ASCII are read in files and file names",
            ["aReportWithoutMonthsTakesThatOfItsNameOrAsks"]),
        ReaderCase(
            47, "archives are read whole, within limits, or refused",
            [
                "eachTableOfAnArchiveIsASourceBehindTheArchive",
                "aManifestNamesThePartsThatAreNotThere",
                "anArchiveInAnArchiveIsRefused",
                "bomb",
                "unsafe",
            ]),
        ReaderCase(48, "a record has a largest size", ["recordTooLong"]),
        ReaderCase(
            49, "months and services in the header are unpivoted",
            ["threeMonthsInTheHeaderAreUnpivoted", "costExplorerIsUnpivotedAndItsTotalsAreCompared"]),
        ReaderCase(50, "the header tells the format, not the file's name", ["theHeaderTellsTheFormatNotTheName"]),
        ReaderCase(
            51, "a needed column that stands twice is refused",
            ["aNeededColumnThatStandsTwiceIsRefused", "comparesHeadersWithoutCaseSpacesAndMarks"]),
        ReaderCase(
            52, "keys and addresses are masked",
            ["keysAndAddressesAreMaskedInRejects", "keysHashesAndAddressesAreMasked", "secretsAreMasked"]),
        ReaderCase(53, "text that begins like a formula stays text", ["textNeverStartsAFormula"]),
        ReaderCase(
            54, "a key is told by its id before its name",
            ["attributionByKeyHolds", "onlyTheKeysInUseAreKept"]),
        ReaderCase(
            55, "what another bill pays for is no part of this one",
            ["whatAnOwnKeyPaysIsNoSpendOfTheRouter", "whatTheSeatCoversIsNotBilled"]),
    ]
}

@Suite struct ReaderCases {
    @Test func everyCaseStandsInTheTableOnce() {
        #expect(ReaderCase.all.map(\.number) == Array(1...55))
    }

    @Test(arguments: ReaderCase.all) func everyCaseHasItsTests(_ entry: ReaderCase) {
        #expect(!entry.tests.isEmpty)
        for name in entry.tests { #expect(TestSources.text.contains("func \(name)("), "\(name)") }
    }
}
