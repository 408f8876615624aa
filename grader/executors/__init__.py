"""Grade many submissions, with a row for each whatever happens.

What is done where:

    one submission ..................................... grading
    on this machine .................................... local
    on a Dask cluster .................................. cluster, cluster_worker
"""
