import TestSupport
import Testing

/// What real price lists, quotes and benchmarks hold that goes wrong in silence: each case, what is claimed of it, and the
/// tests that prove the claim.
struct GPUCase: CustomTestStringConvertible, Sendable {
    let area: Area
    let claim: String
    let tests: [String]
    var testDescription: String { "\(area.rawValue): \(claim)" }

    enum Area: String, CaseIterable, Sendable {
        case skyPilot, gpuhunt, hyperscalers, flatLists, prices, names, capacity, cost
    }

    init(_ area: Area, _ claim: String, _ tests: String...) {
        self.area = area
        self.claim = claim
        self.tests = tests
    }

    static let all: [GPUCase] = [
        GPUCase(
            .skyPilot, "columns are matched by name; their order and number differ by cloud",
            "publicPriceListsAreReadWithoutErrors", "hostsThatAreSoldApartAreAdded"),
        GPUCase(
            .skyPilot, "a price is that of the whole instance, blank is not offered",
            "aCatalogueGivesPricesOfInstancesOnDemandAndSpot", "blankAndZeroPricesAreNoOffers"),
        GPUCase(
            .skyPilot, "rows that overflow in the last column are read",
            "rowsThatOverflowInALastColumnNobodyReadsAreRead"),
        GPUCase(.skyPilot, "line ends do not matter", "lineEndsAndThreadsDoNotMatter"),
        GPUCase(
            .skyPilot, "a spot price of 0 and odd regions are read", "blankAndZeroPricesAreNoOffers",
            "pricesOutsideWhatAGPUHourCostsAreForReview"),
        GPUCase(
            .skyPilot, "regions that a list repeats are pointed out", "regionsThatAListRepeatsAreNoOfferOfTheRegion"),
        GPUCase(
            .skyPilot, "hosts are added to GPUs that leave them out; a host at 0 is none; TPUs are left out",
            "hostsThatAreSoldApartAreAdded"),
        GPUCase(
            .skyPilot, "spot at or above on demand is kept and pointed out",
            "zonesOfARegionAreOneOfferAtTheirLowestPrice"),
        GPUCase(
            .skyPilot, "placeholder prices are for review", "pricesOutsideWhatAGPUHourCostsAreForReview"),
        GPUCase(
            .skyPilot, "zones are one offer; an outlier among them does not count",
            "zonesOfARegionAreOneOfferAtTheirLowestPrice"),
        GPUCase(.skyPilot, "levels are those of the lists", "levelsAreThoseOfThePublishedCheck"),
        GPUCase(
            .gpuhunt, "a row for spot and one for on demand; memory is that of one GPU; the file names the provider",
            "gpuhuntHasARowForSpotAndARowForTheRest"),
        GPUCase(
            .gpuhunt, "the catalogue is an archive with a file a provider", "aCatalogueInAnArchiveIsAPriceList"),
        GPUCase(
            .hyperscalers, "capacity blocks are sold in days: priced by their hours, and no service for longer",
            "aBlockOfDaysIsPricedByItsHours", "blocksOfDaysAreTakenWhereTheyAreAskedFor",
            "aBlockOfDaysSaysThatItPricesMonths"),
        GPUCase(
            .hyperscalers, "AWS: header below metadata, upfront in a second row, other systems and tenancies left out",
            "anUpfrontFeeInASecondRowIsSpreadOverItsTerm"),
        GPUCase(
            .hyperscalers, "Azure: a reservation's total is no hourly price; spot by the meter's name",
            "aReservationsTotalIsNotAnHourlyPrice"),
        GPUCase(
            .flatLists, "a price of one GPU without one of the instance is for review",
            "aFlatListMayGiveOnlyThePriceOfOneGPU"),
        GPUCase(
            .flatLists, "prices of GPU-hours, words in place of prices, other things sold",
            "aPricePageHasPricesOfGPUHoursAndWordsForNone"),
        GPUCase(
            .prices, "1: per instance or per GPU; what no GPU costs is pointed out",
            "everyRunningUnitComesToTheSameHour", "pricesOutsideWhatAGPUHourCostsAreForReview",
            "aPriceThatNoGPUHasIsPointedOut"),
        GPUCase(
            .prices, "2: spot is told from on demand by column, flag and meter",
            "aSpotPriceBesideAnotherIsALineOfItsOwn", "gpuhuntHasARowForSpotAndARowForTheRest",
            "aReservationsTotalIsNotAnHourlyPrice"),
        GPUCase(
            .prices, "3: blank, zero and words are missing, never free", "aLineWithoutAPriceIsNeverFree",
            "wordsInPlaceOfAPriceAreNoNumber", "aQuoteWithoutAPriceCannotBeNamed", "aServerWithoutALifeIsNotFree"),
        GPUCase(
            .prices, "4: totals, upfront rows and hosts come to an hour", "aReservationsTotalIsNotAnHourlyPrice",
            "anUpfrontFeeInASecondRowIsSpreadOverItsTerm", "hostsThatAreSoldApartAreAdded",
            "aCommitmentPaidAtOnceIsPricedByWhatIsPaid"),
        GPUCase(
            .prices, "5: zones count once; regions can be asked for", "zonesOfARegionAreOneOfferAtTheirLowestPrice",
            "aSelectionKeepsWhatItAsksForAndWhatItNames"),
        GPUCase(
            .prices, "6: hours of a month, implied dollars, dated rates, tax", "aMonthHasTheHoursOfTheQuote",
            "aCurrencyIsNamedOrNoted", "anUnusedOneIsNamedOnceAndNeverChosen", "theRateOfTheQuoteItselfIsEnough",
            "whatIsWorthKnowingIsSaid"),
        GPUCase(
            .prices, "7: two tables in a file; dictionaries in a cell", "toolsAgreeOnOneRun",
            "memoryTellsApartWhatANameLeavesOpen"),
        GPUCase(
            .prices, "7: preambles, separators, marks, totals", "theMessyQuotationIsReadInFull",
            "lineEndsDelimitersAndColumnOrderDoNotMatter", "totalsFootnotesAndEmptyRowsAreCountedNotRead",
            "theColumnThenTheTableThenTheDelimiterDecide", "memoryTellsApartWhatANameLeavesOpen"),
        GPUCase(
            .prices, "8: parts of a GPU are read, halves of a server refused",
            "rowsThatOverflowInALastColumnNobodyReadsAreRead", "badQuotesEndTheRun"),
        GPUCase(
            .prices, "9: age and expiry are said", "aPricePageHasPricesOfGPUHoursAndWordsForNone",
            "aLastDayIsThirtyDaysAfterTheQuoteWhenNoneIsNamed", "aPriceHoldsOnItsLastDay",
            "theCheapestValidLineWithinTheLimitsIsChosen"),
        GPUCase(
            .prices, "10: minimum take, lead time and the size of a commitment count",
            "aLeastBillOfAMonthIsPartOfThePrice", "leadTimesAreDays", "whatBindsMoreGPUsThanAreWantedIsPassedOver"),
        GPUCase(
            .names, "11: spellings of one chip are one GPU; what is open stays open", "certainAliasesResolveAsListed",
            "namesOfGPUsResolve", "namesOfSeveralGPUsAreAmbiguous", "theInstanceTypeSettlesWhatTheNameLeavesOpen"),
        GPUCase(
            .names, "12: like names of other chips are told apart; unknown ones offer the nearest",
            "doubtfulAliasesAreNotResolvedToSomethingElse", "unknownNamesOfferTheNearest",
            "catalogueNamesAreUniqueAndResolveToThemselves", "namesThatCannotBeToldAreNamedAndPriceNothing"),
        GPUCase(
            .capacity, "13: output and total, GPU and system, shape and precision are never mixed",
            "vllmCountsTokensAndNeverTheGapsOfTheStream", "inferenceXRowsAreOfOneGPU",
            "gpusThatOnlyReadTakeNoPartInTheOutput", "aTotalRateTakesTheTimeThatTheMeasurementTook",
            "otherModelsGPUsAndPrecisionsNeverFit"),
        GPUCase(
            .capacity, "14: peaks, blocks and spares count", "aSmallLoadPaysForTheBlockThatGPUsAreSoldIn",
            "sparesReachAnAvailability", "wholeInstancesArePaidForTogether",
            "instancesThatAreRentedWholeArePaidForWhole"),
        GPUCase(
            .capacity, "15: gigabytes, the cache and all weights count", "memoryLeftBesideTheWeightsHoldsRequests",
            "knownModelsHaveTheirMemory", "whatDoesNotFitIsRefusedWithTheNumberOfGPUsThatWould"),
        GPUCase(
            .capacity, "a run with failed requests is refused", "resultsThatCannotBeReliedOnAreRefused",
            "whatIsNotKnownIsSaid"),
        GPUCase(
            .capacity, "guidellm has changed its layout twice; a further one is named",
            "everyLayoutGivesTheSameRun", "everyRateOfASweepIsAPoint", "whatIsNotKnownIsSaid"),
        GPUCase(
            .cost, "16: power in the price of colocation counts once", "powerInThePriceOfColocationCountsOnce",
            "anOwnedServerCostsTheGoldenPriceOfAGPUHour"),
        GPUCase(
            .cost, "16: network cards in a line of their own are no server", "linesThatBuyNoComputeCarryNoGPUs"),
        GPUCase(.cost, "17: a chip's power is not a server's", "listedHeadersAreFound"),
        GPUCase(
            .cost, "18, 19: second-hand figures are ranges with their source, and placeholders",
            "everyFigureNamesWhereItComesFrom", "aStarterHoldsThemAsPlaceholdersWithTheirEnds"),
    ]
}

@Suite struct GPUCases {
    @Test func everyAreaHasItsCases() {
        #expect(Set(GPUCase.all.map(\.area)) == Set(GPUCase.Area.allCases))
        #expect(Set(GPUCase.all.map(\.testDescription)).count == GPUCase.all.count)
    }

    @Test(arguments: GPUCase.all) func everyCaseHasItsTests(_ entry: GPUCase) {
        for name in entry.tests { #expect(TestSources.text.contains("func \(name)("), "\(name)") }
    }
}
