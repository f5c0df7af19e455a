using KoreExport.Errors;

namespace KoreExport.Imports;

/// <summary>What can be asked of a restore together.</summary>
internal static class RestoreRules
{
    /// <summary>
    /// The options of an incremental import; null for a full one. Throws <see cref="KoreErrorId.OptionInvalid"/> where what was asked for
    /// contradicts itself.
    /// </summary>
    public static IReadOnlyList<ImportOption>? Check(
        IReadOnlyList<string>? words,
        bool replacesUtterances,
        IReadOnlyList<string> ignoredVariables,
        bool skipsVerification,
        bool publishes)
    {
        if (publishes && skipsVerification)
        {
            throw KoreErrors.OptionInvalid(
                "-Publish and -NoVerify contradict each other.", "Only what is verified is published: leave out one of them.");
        }

        return words is null && (replacesUtterances || ignoredVariables.Count > 0)
            ? throw KoreErrors.OptionInvalid(
                "-ReplaceUtterance and -ExcludeVariable are for an incremental import.", "Say with -ImportOption what is to be imported.")
            : words is null ? null : ImportOption.Check(words);
    }
}
