namespace KoreExport.Sandbox.Http;

/// <summary>Keeps what was asked. A sandbox may run for days, so only the newest requests are kept.</summary>
internal sealed class RequestLog(int limit)
{
    private readonly object _gate = new();
    private readonly Queue<SandboxRequest> _requests = new();
    private int _sequence;

    public void Add(SandboxRequest request)
    {
        lock (_gate)
        {
            request.Sequence = ++_sequence;
            _requests.Enqueue(request);
            if (_requests.Count > limit)
            {
                _requests.Dequeue();
            }
        }
    }

    public void SetStatusCode(SandboxRequest request, int statusCode)
    {
        lock (_gate)
        {
            request.StatusCode = statusCode;
        }
    }

    public IReadOnlyList<SandboxRequest> Snapshot()
    {
        lock (_gate)
        {
            return _requests.Select(request => request.Copy()).ToList();
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _requests.Clear();
        }
    }
}
