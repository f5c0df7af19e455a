namespace KoreExport.Imports;

/// <summary>What a restore that its user ended (Ctrl+C) leaves. What the platform has begun, it carries on.</summary>
internal static class StoppedRestore
{
    /// <summary>At which step it was, what the target is, and what to do.</summary>
    /// <param name="stage">The step.</param>
    /// <param name="target">The target, in words.</param>
    /// <param name="importId">The platform's id of the import, where it is known.</param>
    /// <param name="undo">How the target is put back as it was; empty where it need not be, or cannot.</param>
    public static string Describe(KoreRestoreStage stage, string target, string? importId, string undo)
    {
        var state = stage switch
        {
            < KoreRestoreStage.Import => "Nothing was changed.",
            KoreRestoreStage.Import =>
                "The platform may have started the import all the same: look at the bot before anything else is done.",
            KoreRestoreStage.Wait =>
                $"The import {importId ?? "of which the platform gave no id"} goes on on the platform: wait until it has ended before "
                + "anything else is done to the bot. It is not verified.",
            KoreRestoreStage.Verify => "The platform reports that the import succeeded; what the target is was not verified.",
            _ => "The target is restored and verified. Whether it was published, the platform's own pages show.",
        };
        var advice = stage == KoreRestoreStage.Publish || undo.Length == 0 ? string.Empty : " " + undo;
        return $"The restore of {target} was stopped at the step {stage}. {state}{advice}";
    }
}
